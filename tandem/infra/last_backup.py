"""When the last backup of this installation was complete: kept beside the database, so that its age can be watched."""

from __future__ import annotations

import os
from pathlib import Path

_FILE = "last_backup"


def last_backup(home: Path) -> int | None:
    """The moment in milliseconds, None if there was never one."""
    try:
        return int((home / _FILE).read_text())
    except (OSError, ValueError):
        return None


def note_backup(home: Path, at: int) -> None:
    """Remember that a backup was complete."""
    fresh = home / f"{_FILE}.{os.getpid()}"
    fresh.write_text(str(at))
    fresh.replace(home / _FILE)
