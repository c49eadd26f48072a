"""A process for strangers' octets: messages over its pipes, each behind its length, and a bound on the memory that one may take."""

from __future__ import annotations

import resource
import struct
from pathlib import Path
from typing import IO, Final

LENGTH: Final = struct.Struct(">I")


def send(stream: IO[bytes], content: bytes) -> None:
    """Write one message and flush. Raises OSError when the other side is gone."""
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The octets of one message; None when the other side closed the pipe or stopped in the middle."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def bound_memory(octets: int) -> None:
    """Leave no core, and no more address space than `octets` beyond what this process has now (where the kernel tells)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():
        limit = int(statm.read_text().split()[0]) * resource.getpagesize() + octets
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
