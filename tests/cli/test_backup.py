"""Backups of a desk that goes on working, archives that were tampered with, processes that are killed (sec:E-11, L-08)."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.patience import until

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path, **more: str) -> dict[str, str]:
    closed = {"TANDEM_SMTP_IN": "off", "TANDEM_LMTP_IN": "off"}
    return {"PATH": os.environ["PATH"], "TANDEM_HOME": str(home), **closed, **more}


def tandem(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tandem", *words]
    return subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, timeout=55, cwd=ROOT)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated home to copy."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    assert tandem(home, "migrate").returncode == 0
    return home


@pytest.fixture
def home(fresh: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fresh, tmp_path / "home"))


class Load:
    """The busy desk of `tests.cli.load`, and what it has accepted so far."""

    def __init__(self, home: Path) -> None:
        self.accepted = home.parent / "accepted"
        self._out = self.accepted.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.load"],
            env=environment(home), cwd=ROOT, stdin=subprocess.PIPE, stdout=self._out, stderr=subprocess.PIPE,
        )  # fmt: skip

    def tokens(self) -> list[str]:
        return self.accepted.read_text().split("\n")[:-1]

    def end(self) -> str:
        _out, errors = self.process.communicate(timeout=30)
        self._out.close()
        return errors.decode()


@contextmanager
def working(home: Path) -> Iterator[Load]:
    load = Load(home)
    try:
        yield load
    finally:
        errors = load.end()
        assert load.process.returncode == 0, errors


def rows(home: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(home / "tandem.sqlite3")) as database:
        return database.execute(sql).fetchall()


def content(home: Path, digest: str) -> bytes:
    return (home / "files" / digest[:2] / digest[2:4] / digest).read_bytes()


def test_what_was_accepted_before_a_backup_is_in_it_whole(home: Path, tmp_path: Path) -> None:
    archives = []
    with working(home) as load:
        # Those that are deleted for good always leave some.
        assert until(lambda: len(rows(home, "SELECT id FROM tickets_ticket")) >= 4)
        for number in range(3):
            assert until(lambda number=number: len(load.tokens()) >= 15 * (number + 1))  # type: ignore[misc]
            before = load.tokens()
            done = tandem(home, "backup", str(tmp_path / f"{number}.tar.gz"), "--with-key")
            assert done.returncode == 0, done.stderr
            archives.append((tmp_path / f"{number}.tar.gz", before))
    for archive, before in archives:
        _check(archive, before, tmp_path / archive.stem)
    assert not list(tmp_path.glob(".tandem-backup-*"))


def _check(archive: Path, before: list[str], restored: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    done = tandem(restored, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    # Every mail that was accepted is there once, with its bytes.
    ledger = rows(restored, "SELECT subject, raw, state, ticket_id FROM email_channel_ledgerentry")
    subjects = [subject for subject, *_ in ledger]
    assert set(before) <= set(subjects)
    assert len(subjects) == len(set(subjects))
    for subject, raw, state, ticket in ledger:
        if raw:
            assert hashlib.sha256(content(restored, raw)).hexdigest() == raw
            assert subject.encode() in content(restored, raw)
        assert (state == "applied") == (ticket is not None)
    # Tickets, messages and their history agree.
    streams = rows(
        restored,
        "SELECT t.seq, max(e.seq), count(*) FROM tickets_ticket t JOIN kernel_event e"
        " ON e.stream_kind = 'ticket' AND e.stream_id = t.id AND e.seq > 0 GROUP BY t.id",
    )
    assert streams
    assert all(seq == last == count for seq, last, count in streams)
    for (digest,) in rows(restored, "SELECT digest FROM tickets_attachment"):
        assert content(restored, digest).startswith(b"file of token-")
    told = json.loads(tandem(restored, "doctor", "--json", "--all").stdout)
    findings = {one["check"]: one for one in told["findings"]}
    for check in ("database", "integrity", "files"):
        assert findings[check]["level"] == "good", findings[check]


def test_a_backup_that_is_killed_leaves_nothing_at_its_place(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.tar.gz"
    for point in ("backup_after_database", "backup_before_rename"):
        killed = tandem(home, "backup", str(target), TANDEM_STOP_AT=point)
        assert killed.returncode == -9
        assert not target.exists()
        assert list(tmp_path.glob(".tandem-backup-*"))
    # The next one clears up, and succeeds.
    assert tandem(home, "backup", str(target)).returncode == 0
    assert target.exists()
    assert not list(tmp_path.glob(".tandem-backup-*"))
    assert tandem(home, "backup", str(target)).returncode == 1


def test_after_a_restore_no_mail_leaves_by_itself(home: Path, tmp_path: Path) -> None:
    with working(home) as load:
        assert until(lambda: len(load.tokens()) >= 5)
    assert until(lambda: rows(home, "SELECT 1 FROM tickets_message LIMIT 1"))
    with closing(sqlite3.connect(home / "tandem.sqlite3")) as database:
        ticket, message = database.execute(
            "SELECT ticket_id, ticket_message_id FROM email_channel_ledgerentry"
            " WHERE state = 'applied' AND ticket_id IN (SELECT id FROM tickets_ticket)"
        ).fetchone()
        database.execute(
            "INSERT INTO tickets_delivery (id, message_id, ticket_id, recipient, state, not_before, at, detail)"
            " VALUES (7, ?, ?, 'kim@customer.example', 'queued', 0, 1, '')",
            [message, ticket],
        )
        database.execute(
            "INSERT INTO kernel_effect"
            " (id, kind, key, payload, state, not_before, attempts, lease_until, fence, last_error, created_at)"
            " VALUES (8, 'mail.send', '7', '{\"delivery_id\": \"7\"}', 'queued', 0, 0, 0, 0, '', 1)"
        )
        database.commit()
    assert tandem(home, "backup", str(tmp_path / "a.tar.gz")).returncode == 0
    for flags, state, effect in (([], "uncertain", "parked"), (["--send-waiting"], "queued", "queued")):
        restored = tmp_path / f"restored-{state}"
        done = tandem(restored, "restore", str(tmp_path / "a.tar.gz"), *flags)
        assert done.returncode == 0, done.stderr
        assert rows(restored, "SELECT state FROM tickets_delivery WHERE id = 7") == [(state,)]
        assert rows(restored, "SELECT state FROM kernel_effect WHERE id = 8") == [(effect,)]
        assert ("1 replies that had not left" in done.stdout) == (state == "uncertain")


Tamper = Callable[[list[tuple[tarfile.TarInfo, bytes]]], list[tuple[tarfile.TarInfo, bytes]]]


def member(
    name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    info.size = len(content) if kind == tarfile.REGTYPE else 0
    return info, content


def with_manifest(members: list[tuple[tarfile.TarInfo, bytes]], **changes: Any) -> list[tuple[tarfile.TarInfo, bytes]]:
    document = json.loads(members[0][1]) | changes
    return [member("manifest.json", json.dumps(document).encode()), *members[1:]]


def flipped(members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
    info, content = members[-1]
    return [*members[:-1], (info, bytes([content[0] ^ 1]) + content[1:])]


CONTENT = "files/aa/bb/" + "aabb" + "0" * 60
HOSTILE: dict[str, tuple[Tamper, str]] = {
    "dots": (lambda m: [*m, member("files/../../evil")], "something that no backup has"),
    "absolute": (lambda m: [*m, member("/etc/evil")], "something that no backup has"),
    "symlink": (lambda m: [*m, member(CONTENT, kind=tarfile.SYMTYPE, link="/etc/passwd")], "no backup has"),
    "hard link": (lambda m: [*m, member("public_url", kind=tarfile.LNKTYPE, link="/etc/passwd")], "no backup has"),
    "device": (lambda m: [*m, member(CONTENT, kind=tarfile.CHRTYPE)], "no backup has"),
    "folder": (lambda m: [*m, member("files", kind=tarfile.DIRTYPE)], "no backup has"),
    "twice": (lambda m: [*m, m[-1]], "no backup has"),
    "another file": (lambda m: [*m, member("settings.py")], "no backup has"),
    "too large": (lambda m: [*m, member(CONTENT, b"x" * 100_000)], "larger than the manifest says"),
    "damaged": (flipped, "has another checksum"),
    "incomplete": (lambda m: m[:-1], "not complete"),
    "no manifest": (lambda m: m[1:], "does not begin with a manifest"),
    "not a manifest": (lambda m: [member("manifest.json", b"{}"), *m[1:]], "manifest of this archive cannot be read"),
    "newer format": (lambda m: with_manifest(m, format=2), "format 2"),
    "newer version": (lambda m: with_manifest(m, migrations=["kernel.9999_later"]), "made by a newer version"),
    "another database": (lambda m: with_manifest(m, database="database.oracle"), "does not know"),
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    home = Path(shutil.copytree(fresh, folder / "home"))
    digest = hashlib.sha256(b"content").hexdigest()
    place = home / "files" / digest[:2] / digest[2:4] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(b"content")
    assert tandem(home, "backup", str(folder / "a.tar.gz")).returncode == 0
    return folder / "a.tar.gz"


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(HOSTILE))
def test_an_archive_that_was_tampered_with_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    from tandem.cli import restore
    from tandem.cli.backups.manifest import BackupError
    from tandem.cli.backups.reading import unpack

    change, words = HOSTILE[name]
    with tarfile.open(archive) as tar:
        members = [(info, (tar.extractfile(info) or io.BytesIO()).read()) for info in tar.getmembers()]
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as tar:
        for info, body in change(members):
            tar.addfile(info, io.BytesIO(body))
    (tmp_path / "into").mkdir()
    with pytest.raises(BackupError, match=words):
        restore._refuse_newer(unpack(tmp_path / "evil.tar.gz", tmp_path / "into"))
    assert {path.name for path in tmp_path.iterdir()} == {"evil.tar.gz", "into"}
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_an_archive_that_is_cut_off_is_refused_and_the_home_stays_empty(
    archive: Path, tmp_path: Path, cut: float
) -> None:
    whole = archive.read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: int(len(whole) * cut)])
    done = tandem(tmp_path / "home", "restore", str(tmp_path / "cut.tar.gz"))
    assert done.returncode == 1
    assert "no whole archive" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in (tmp_path / "home").iterdir()} <= {"secret_key", "serve.lock"}
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(gzip.compress(b"hello"))
    assert tandem(tmp_path / "home", "restore", str(nonsense)).returncode == 1


def test_a_home_that_is_used_is_not_overwritten_by_accident(home: Path, archive: Path) -> None:
    done = tandem(home, "restore", str(archive))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not empty" in done.stderr
    forced = tandem(home, "restore", str(archive), "--force")
    assert forced.returncode == 0, forced.stderr
    assert list(home.glob("tandem.before-restore-*"))


def test_without_pg_dump_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from tandem.cli.backups import databases
    from tandem.cli.backups.manifest import BackupError

    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupError, match=r"pg_dump was not found\. Install the client programs"):
        databases._program("pg_dump")
