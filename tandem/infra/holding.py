"""Nothing is swept while a backup copies: what its snapshot names must still be there when its turn comes."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_FILE = "backup.lock"


@contextlib.contextmanager
def files_are_held() -> Iterator[None]:
    """No file is deleted within this block. Waits for the batch of a sweep that is under way; several may hold at once."""
    with _lock(fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def may_delete_files() -> Iterator[bool]:
    """Whether files may be deleted within this block: not while somebody holds them."""
    try:
        with _lock(fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield True
    except BlockingIOError:
        yield False


@contextlib.contextmanager
def _lock(operation: int) -> Iterator[None]:
    # The lock dies with the process that has it, however it dies.
    with (Path(settings.HOME) / _FILE).open("a") as file:
        fcntl.flock(file, operation)
        yield
