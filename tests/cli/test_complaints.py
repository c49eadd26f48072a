"""What an operator can mend is one sentence and exit code 2, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "CANARY-SECRET"


def tandem(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program with nothing but these settings."""
    return subprocess.run(
        [sys.executable, "-m", "tandem", *words],
        env={"PATH": "/usr/bin:/bin", "TANDEM_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=50,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TANDEM_HTTP": "nonsense"}, "TANDEM_HTTP must look like host:port"),
        ({"TANDEM_SMTP_IN": "25"}, "TANDEM_SMTP_IN must look like host:port or be off"),
        ({"TANDEM_MAX_MAIL_BYTES": "many"}, "TANDEM_MAX_MAIL_BYTES must be a whole number"),
        ({"TANDEM_UNDO_WINDOW_MS": "-1"}, "TANDEM_UNDO_WINDOW_MS must be a whole number"),
        ({"TANDEM_RATE_TOKEN": "1e3"}, "TANDEM_RATE_TOKEN must be a whole number"),
        ({"TANDEM_PUBLIC_URL": "desk.example"}, "TANDEM_PUBLIC_URL must be an address"),
        ({"TANDEM_TRUSTED_PROXIES": "10.0.0.0/33"}, "TANDEM_TRUSTED_PROXIES names networks"),
        ({"TANDEM_LOG_FORMAT": "xml"}, "TANDEM_LOG_FORMAT must be one of"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must look like redis://"),
        ({"DATABASE_URL": f"mysql://a:{SECRET}@b/c"}, "DATABASE_URL must look like postgresql://"),
        ({"DATABASE_URL": f"postgresql://a:{SECRET}@127.0.0.1:1/x"}, "The database cannot be reached"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, environment: dict[str, str], words: str) -> None:
    done = tandem(tmp_path, "accounts", **environment)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr


@pytest.mark.parametrize(
    "words", [["accounts"], ["mail", "ingest", "/dev/null"], ["ledger"], ["outbox"], ["token", "create", "a@b.example"]]
)
def test_before_migrate_the_sentence_says_so(tmp_path: Path, words: list[str]) -> None:
    done = tandem(tmp_path, *words)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Run: tandem migrate" in done.stderr


def test_a_database_of_another_version_is_not_touched(tmp_path: Path) -> None:
    import sqlite3

    assert tandem(tmp_path, "migrate").returncode == 0
    with sqlite3.connect(tmp_path / "tandem.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '9999_later', '2030-01-01')"
        )
    for command in ("migrate", "serve"):
        newer = tandem(tmp_path, command, TANDEM_HTTP="127.0.0.1:0", TANDEM_SMTP_IN="off", TANDEM_LMTP_IN="off")
        assert newer.returncode == 1
        assert "made by a newer version of Tandem (kernel.9999_later" in newer.stderr
    with sqlite3.connect(tmp_path / "tandem.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
        database.execute(
            "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'search')"
        )
    older = tandem(tmp_path, "serve", TANDEM_HTTP="127.0.0.1:0", TANDEM_SMTP_IN="off", TANDEM_LMTP_IN="off")
    assert older.returncode == 1
    assert "(1 step is missing). Make a backup (tandem backup PATH), then run: tandem migrate" in older.stderr
