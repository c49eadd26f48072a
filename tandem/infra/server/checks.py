"""The checks behind `ready`: can this node keep what it accepts?"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tandem.infra.disk import shortage


def database_keeps() -> str | None:
    """Commit something harmless durably, since a database on a full or read-only disk still answers reads."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA user_version")
            (version,) = cursor.fetchone()
            # The number stays the same, but its page is written and synced.
            cursor.execute(f"PRAGMA user_version = {int(version)}")
        else:
            cursor.execute("SELECT pg_logical_emit_message(true, 'tandem', 'ready')")
    return None


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
