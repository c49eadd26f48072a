"""The checks behind `ready`: can this node keep what it accepts?"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

#: Below this many free bytes a disk counts as full: the next mail may be that large.
_FREE_BYTES = 64 * 1024 * 1024


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
    for folder in (Path(settings.HOME), Path(tempfile.gettempdir())):
        if shutil.disk_usage(folder).free < _FREE_BYTES:
            return f"Less than {_FREE_BYTES // (1024 * 1024)} MiB are free in {folder}."
    return None
