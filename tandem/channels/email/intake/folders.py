"""Mails out of files: single ones, mbox files, maildirs, and folders of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

#: The line between two mails of an mbox file: an address and a time (RFC 4155). Text that begins with "From" is text.
_BETWEEN: Final = re.compile(rb"From \S*.*[0-9]{1,2}:[0-9]{2}")
_QUOTED: Final = re.compile(rb">+From ")


def mails_in(path: Path) -> Iterator[bytes]:
    """Every mail at this place, folders in the order of names. Raises OSError."""
    if not path.is_dir():
        yield from _mails_of_file(path)
    elif (path / "cur").is_dir() and (path / "new").is_dir():
        for part in ("cur", "new"):
            for file in sorted((path / part).iterdir()):
                if file.is_file():
                    yield file.read_bytes()
    else:
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.suffix.lower() in {".eml", ".mbox"} or _begins_mbox(child):
                yield from mails_in(child)


def _mails_of_file(path: Path) -> Iterator[bytes]:
    if _begins_mbox(path):
        with path.open("rb") as file:
            yield from _split(file)
    else:
        yield path.read_bytes()


def _begins_mbox(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(_BETWEEN.match(file.readline(1_000)))


def _split(file: IO[bytes]) -> Iterator[bytes]:
    """One mail at a time: an mbox may be larger than the memory."""
    lines: list[bytes] = []
    begun = False
    after_blank = True
    for line in file:
        if after_blank and _BETWEEN.match(line):
            if begun:
                yield _joined(lines)
            lines, begun, after_blank = [], True, False
            continue
        lines.append(line[1:] if _QUOTED.match(line) else line)
        after_blank = not line.strip(b"\r\n")
    if begun:
        yield _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    """The mail without the empty line that the mbox adds."""
    if lines and not lines[-1].strip(b"\r\n"):
        lines = lines[:-1]
    return b"".join(lines)
