from __future__ import annotations

import hashlib
import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tandem.infra.storage import FolderStorage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(folder: Path) -> FolderStorage:
    return FolderStorage(folder)


@pytest.mark.parametrize("content", [b"", b"x", b"x" * 3_000_000])
@pytest.mark.parametrize("as_file", [True, False])
def test_what_is_put_in_comes_out_under_its_digest(files: FolderStorage, content: bytes, as_file: bool) -> None:
    digest = files.put(io.BytesIO(content) if as_file else content)
    assert digest == hashlib.sha256(content).hexdigest()
    with files.open(digest) as file:
        assert file.read() == content
    assert files.path(digest).read_bytes() == content
    assert files.exists(digest)


def test_files_are_their_owners_only(files: FolderStorage, folder: Path) -> None:
    digest = files.put(b"private")
    place = folder / digest[:2] / digest[2:4] / digest
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert list((folder / "incoming").iterdir()) == []


def test_the_same_content_is_stored_once(files: FolderStorage) -> None:
    first = files.put(b"twice")
    before = files.path(first).stat().st_ino
    assert files.put(b"twice") == first
    assert files.path(first).stat().st_ino == before
    assert list(files.digests()) == [first]


def test_a_file_cut_short_by_a_crash_is_replaced(files: FolderStorage) -> None:
    digest = files.put(b"whole content")
    files.path(digest).write_bytes(b"whole")
    files.put(b"whole content")
    assert files.path(digest).read_bytes() == b"whole content"


def test_everything_is_synced_before_put_returns(files: FolderStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content before its name, the name before the answer."""
    steps: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(descriptor: int) -> None:
        target = Path(f"/proc/self/fd/{descriptor}").resolve()
        steps.append("folder" if target.is_dir() else "content")
        real_sync(descriptor)

    def rename(self: Path, target: Any) -> Path:
        steps.append("rename")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    files.put(b"first")
    steps.clear()
    files.put(b"second")
    assert steps[0] == "content"
    assert steps.index("rename") > 0
    assert steps[-2:] == ["rename", "folder"]


def test_a_failed_write_leaves_nothing(files: FolderStorage, folder: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            if self.tell():
                raise OSError(28, "No space left on device")
            return super().read(10)

    with pytest.raises(OSError, match="No space"):
        files.put(Broken(b"x" * 100))
    assert list(files.digests()) == []
    assert list((folder / "incoming").iterdir()) == []


def test_deleting_twice_is_harmless(files: FolderStorage) -> None:
    digest = files.put(b"gone")
    files.delete(digest)
    files.delete(digest)
    assert not files.exists(digest)
    with pytest.raises(FileNotFoundError):
        files.open(digest)
    with pytest.raises(FileNotFoundError):
        files.path(digest)


@pytest.mark.parametrize(
    "digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "aa/../" + "a" * 58]
)
def test_what_is_no_digest_is_refused(files: FolderStorage, digest: str) -> None:
    for question in (files.open, files.path, files.exists, files.delete):
        with pytest.raises(ValueError, match="no SHA-256"):
            question(digest)


def test_a_sweep_sees_only_what_is_old(files: FolderStorage) -> None:
    old, wanted_again = files.put(b"old"), files.put(b"wanted again")
    for digest in (old, wanted_again):
        os.utime(files.path(digest), (time.time() - 1000, time.time() - 1000))
    files.put(b"wanted again")
    assert list(files.digests(older_than=500)) == [old]


def test_what_was_stored_again_since_the_sweep_looked_stays(files: FolderStorage) -> None:
    digest = files.put(b"again")
    os.utime(files.path(digest), (time.time() - 1000, time.time() - 1000))
    assert list(files.digests(older_than=500)) == [digest]
    files.put(b"again")
    assert not files.delete(digest, older_than=500)
    assert files.open(digest).read() == b"again"
    os.utime(files.path(digest), (time.time() - 1000, time.time() - 1000))
    assert files.delete(digest, older_than=500)
    assert not files.exists(digest)


def test_a_put_while_the_file_is_aside_brings_its_own(files: FolderStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = files.put(b"both")
    real, raced = Path.rename, []

    def rename(self: Path, target: Any) -> Path:
        moved = real(self, target)
        if not raced and self.name == digest:
            raced.append(True)
            files.put(b"both")
        return moved

    monkeypatch.setattr(Path, "rename", rename)
    assert files.delete(digest)
    assert files.open(digest).read() == b"both"


def test_what_a_crash_left_half_written_is_cleared_away(files: FolderStorage, folder: Path) -> None:
    files.put(b"whole")
    left = folder / "incoming" / "left"
    left.write_bytes(b"hal")
    assert files.delete_unfinished(older_than=500) == 0
    os.utime(left, (time.time() - 1000, time.time() - 1000))
    assert files.delete_unfinished(older_than=500) == 1
    assert len(list(files.digests())) == 1


def test_a_put_that_finishes_while_others_are_cleared_away_fails_nothing(
    files: FolderStorage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put(b"whole")
    for name in ("gone", "left"):
        (folder / "incoming" / name).write_bytes(b"hal")
    real = Path.glob

    def glob(self: Path, pattern: str) -> Iterator[Path]:
        for path in sorted(real(self, pattern)):
            if path.name == "gone":
                path.unlink()
            yield path

    monkeypatch.setattr(Path, "glob", glob)
    assert files.delete_unfinished(older_than=0) == 1
    assert list((folder / "incoming").iterdir()) == []


def test_many_threads_may_put_the_same_content(files: FolderStorage) -> None:
    digests: list[str] = []
    threads = [threading.Thread(target=lambda n=n: digests.append(files.put(b"%d" % (n % 3)))) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(digests) == 12
    assert len(set(digests)) == len(list(files.digests())) == 3
