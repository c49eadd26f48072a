"""Whether the disks have room. Below the floor nothing new is taken in, as long as what is under way can still be finished."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

#: What SQLite and PostgreSQL say when a disk is full.
_WORDS = ("database or disk is full", "no space left on device", "disk quota exceeded", "could not extend file")
_MIB = 1024 * 1024

FULL_CODE = "storage.full"
#: For people: which disk, and how full, is the operator's business.
FULL = _(
    "There is no room left on the server's disk, so this was not saved. Tell whoever runs it, and try again later."
)


class DiskFull(Exception):
    """Nothing more is taken in: the message is a sentence for the operator."""


def shortage() -> str | None:
    """Which disk has less than `settings.FREE_BYTES` left, as a sentence for the operator; None when all have room. Three system
    calls, so that it can be asked before every change."""
    # Attachments may have a disk of their own.
    for folder in (settings.HOME, Path(settings.HOME) / "files", Path(tempfile.gettempdir())):
        if free_bytes(folder) < settings.FREE_BYTES:
            return f"Less than {settings.FREE_BYTES // _MIB} MiB are free in {folder}."
    return None


def free_bytes(folder: Path) -> int:
    """What is left for us on the disk of this folder (or of the next one above that exists)."""
    try:
        found = os.statvfs(folder)
    except FileNotFoundError:
        return free_bytes(folder.parent)
    return found.f_bavail * found.f_frsize


def is_full(error: BaseException | None) -> bool:
    """Whether this error, or one behind it, says that a disk is full."""
    return any(_says_full(one) for one in _chain(error))


def _says_full(error: BaseException) -> bool:
    if isinstance(error, DiskFull):
        return True
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    # PostgreSQL's disk_full; SQLite's SQLITE_FULL is named in its words.
    return getattr(error, "sqlstate", None) == "53100" or any(word in str(error).lower() for word in _WORDS)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
