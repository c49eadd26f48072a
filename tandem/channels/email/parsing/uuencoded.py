"""Files that programs before MIME wrote into the text, as uuencode does (POSIX, IEEE 1003.1)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} ([^\n]{1,300})\n", re.MULTILINE)
_MAX_FILES = 50


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that stood in the text."""

    name: str
    content: bytes


def take_files(text: str) -> tuple[str, list[WrittenFile]]:
    """(`text` without its uuencoded blocks, what they held). A block that is damaged or has no end stays text.

    Linear: a line that begins a block is no data line, so that no line is looked at twice.
    """
    kept: list[str] = []
    files: list[WrittenFile] = []
    position = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < position or len(files) >= _MAX_FILES or begin.group().startswith("begin-"):
            continue
        content, end = _content(text, begin.end())
        if content is None:
            continue
        kept.append(text[position : begin.start()])
        files.append(WrittenFile(begin.group(1).strip(), content))
        position = end
    return "".join([*kept, text[position:]]), files


def _content(text: str, position: int) -> tuple[bytes | None, int]:
    """(what the lines from `position` on hold, where the line `end` ends); None when they hold no whole file."""
    pieces: list[bytes] = []
    while position < len(text):
        line_end = text.find("\n", position)
        line = text[position : line_end if line_end >= 0 else len(text)].rstrip("\r")
        position = line_end + 1 if line_end >= 0 else len(text)
        if line == "end":
            return (b"".join(pieces), position) if pieces else (None, position)
        try:
            pieces.append(binascii.a2b_uu(line) if line else b"")
        except (binascii.Error, ValueError):
            break
    return None, position
