"""The checks behind `ready`: can this node keep what it accepts?"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from tandem.infra.disk import shortage

#: Three times the memory that it may use, so that it is written; read from two places, so that it is not left out.
_SPILLED: Final = (
    "WITH spilled AS MATERIALIZED (SELECT repeat('x', 8000) AS page FROM generate_series(1, 24))"
    " SELECT count(*) FROM spilled, (SELECT 1 FROM spilled LIMIT 1) AS one WHERE length(page) > 1"
)


def database_keeps() -> str | None:
    """Commit something harmless durably, since a database on a full or read-only disk still answers reads."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA user_version")
            (version,) = cursor.fetchone()
            # The number stays the same, but its page is written and synced.
            cursor.execute(f"PRAGMA user_version = {int(version)}")
        else:
            _find_room(cursor)
            cursor.execute("SELECT pg_logical_emit_message(true, 'tandem', 'ready')")
    return None


def _find_room(cursor: Any) -> None:
    """Let PostgreSQL put a few pages on the disk of its tables. Its log, which every commit goes to, has files that wait to be used
    again: on a full disk small commits go on for a while, and nothing that needs a new page can be kept."""
    cursor.execute("SET LOCAL work_mem = '64kB'")
    cursor.execute("SET LOCAL temp_tablespaces = ''")
    cursor.execute(_SPILLED)


def files_keep() -> str | None:
    """Write and sync a small file where attachments go."""
    folder = Path(settings.HOME) / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"ready" * 1024)
        probe.flush()
        os.fsync(probe.fileno())
    return None


def disks_have_room() -> str | None:
    """Free space where the installation lives and where bodies and mails are spooled."""
    return shortage()
