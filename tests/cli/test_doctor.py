"""`tandem doctor` finds what is wrong, says what to do, and gives nothing away (sec:N-06)."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.test_backup import fresh, home, tandem  # noqa: F401  # fixtures

CANARY = "CANARY-0123456789"


def findings(home: Path, *words: str, **environment: str) -> tuple[int, dict[str, Any], str]:  # noqa: F811
    done = tandem(home, "doctor", "--json", *words, **environment)
    assert "Traceback" not in done.stderr
    told = json.loads(done.stdout)
    assert told["healthy"] == (done.returncode == 0)
    return done.returncode, {one["check"]: one for one in told["findings"]}, done.stdout + done.stderr


def test_a_sound_home_is_healthy(home: Path) -> None:  # noqa: F811
    code, found, _text = findings(home)
    assert {name for name, one in found.items() if one["level"] == "bad"} <= {"workspace"}
    assert code == (1 if found["workspace"]["level"] == "bad" else 0)
    assert {"database", "files", "outbox", "timers", "ledger", "clock", "backups", "disk", "secret key"} <= set(found)
    assert tandem(home, "doctor").stdout.count("\n") >= len(found)


def test_what_is_wrong_is_found(home: Path) -> None:  # noqa: F811
    (home / "secret_key").chmod(0o644)
    with closing(sqlite3.connect(home / "tandem.sqlite3")) as database:
        for state, kind in (("queued", "files.sweep"), ("parked", "mail.send"), ("queued", "from.the.future")):
            database.execute(
                "INSERT INTO kernel_effect"
                " (id, kind, key, payload, state, not_before, attempts, lease_until, fence, last_error, created_at)"
                f" VALUES (abs(random()), '{kind}', '{CANARY}', '{{}}', '{state}', 1, 0, 0, 0, '{CANARY}', 1)"
            )
        database.execute(
            "INSERT INTO email_channel_ledgerentry (id, seq, version, door, envelope_to, received_at, message_id, digest, raw,"
            " size, author, subject, state, reason, attempts, trace)"
            f" VALUES (9, 0, 0, 'smtp', 'x', 1, 'x', 'x', '{'ab' * 32}', 1, '{CANARY}', '{CANARY}', 'received', '', 0, '[]')"
        )
        database.commit()
    code, found, text = findings(home)
    assert code == 1
    levels = {name: found[name]["level"] for name in ("secret key", "outbox", "ledger", "files")}
    assert levels == {"secret key": "bad", "outbox": "warning", "ledger": "bad", "files": "bad"}
    assert "2 effects have been due for more than ten minutes" in text
    assert "chmod 600" in found["secret key"]["says"]
    assert CANARY not in text


def test_no_secret_is_told(home: Path) -> None:  # noqa: F811
    key = (home / "secret_key").read_text()
    _code, found, text = findings(
        home,
        TANDEM_SMTP_OUT=f"smtps://desk:{CANARY}@127.0.0.1:1",
        REDIS_URL=f"redis://:{CANARY}@127.0.0.1:1/0",
        TANDEM_METRICS_TOKEN=CANARY,
    )
    assert found["redis"]["level"] == "bad"
    assert found["mail out"]["level"] == "bad"
    assert CANARY not in text
    assert key not in text
    _code, found, text = findings(home, DATABASE_URL=f"postgresql://desk:{CANARY}@127.0.0.1:1/desk")
    assert found["database"]["level"] == "bad"
    assert "files" not in found
    assert CANARY not in text
