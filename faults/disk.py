"""A small disk of its own, where we may make one: memory that is mounted, and that can be filled to its last byte."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from faults.experiments.kinds import Skipped

BALLAST: Final = "ballast"
_CHUNK: Final = 64 * 1024


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """A folder on a disk of this size; None when none is asked for. Raises Skipped where nobody lets us mount one."""
    if not megabytes:
        yield None
        return
    folder = tempfile.mkdtemp(prefix="faults-disk-")
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
    if os.getuid() != 0 or subprocess.run(words, capture_output=True).returncode:
        Path(folder).rmdir()
        raise Skipped("a small disk can be mounted by root only")
    try:
        yield Path(folder) / "home"
    finally:
        subprocess.run(["umount", "-l", folder], check=False, capture_output=True)
        Path(folder).rmdir()


#: What lies on disks of its own in some installations.
PARTS: Final = ("files", "log", "temporary")


@contextmanager
def small_disks(megabytes: int) -> Iterator[dict[str, Path]]:
    """One for each part, of this size; none when none is asked for. Raises Skipped where nobody lets us mount them."""
    with ExitStack() as stack:
        found = {name: stack.enter_context(small_disk(megabytes)) for name in PARTS if megabytes}
        yield {name: place.parent for name, place in found.items() if place is not None}


def fill(folder: Path, leave: int = 0) -> None:
    """Take all room of the disk but for `leave` bytes."""
    with (folder / BALLAST).open("ab", buffering=0) as file, suppress(OSError):
        while (free := free_bytes(folder)) > leave:
            if file.write(b"\0" * min(_CHUNK, free - leave)) == 0:
                return


def free_bytes(folder: Path) -> int:
    """What is left."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def empty(folder: Path) -> None:
    """Give it back."""
    (folder / BALLAST).unlink(missing_ok=True)
