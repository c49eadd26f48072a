"""Header blocks (RFC 5322 2.2) as they come: 8-bit, unfolded badly, without colons, a megabyte long (sec:C-06)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tandem.channels.email.parsing import limits
from tandem.channels.email.parsing.charsets import clean_text, decode
from tandem.channels.email.parsing.encoded_words import decode_words

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")


@dataclass(slots=True)
class Headers:
    """The fields of one block in order, names in lower case, values unfolded octets."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    #: `header_too_long`, `header_malformed`
    problems: list[str] = field(default_factory=list)
    #: The charset for short doubtful texts.
    fallback: str = "cp1252"

    def raw(self, name: str) -> bytes | None:
        """The first field of that name: later ones could be another's addition (the first From wins)."""
        return next((value for found, value in self.fields if found == name), None)

    def all_raw(self, name: str) -> list[bytes]:
        return [value for found, value in self.fields if found == name]

    def text(self, name: str) -> str:
        """The first field of that name in its octets' charset, encoded words untouched; empty when missing."""
        return self._text(self.raw(name) or b"")

    def all_text(self, name: str) -> list[str]:
        return [self._text(value) for value in self.all_raw(name)]

    def decoded(self, name: str) -> str:
        """`text` with encoded words read: for people, never for structure."""
        return clean_text(decode_words(self.text(name), self.fallback)).replace("\n", " ").strip()

    def has(self, name: str) -> bool:
        return any(found == name for found, _ in self.fields)

    def count(self, name: str) -> int:
        return sum(1 for found, _ in self.fields if found == name)

    def _text(self, value: bytes) -> str:
        return decode(value, None, self.fallback)[0].replace("\r", " ").replace("\n", " ").strip()


def split_headers(raw: bytes, fallback: str = "cp1252") -> tuple[Headers, bytes]:
    """(header block, body) of a mail or part; see `read_headers`."""
    headers, body_at = read_headers(raw, 0, len(raw), fallback)
    return headers, raw[body_at:]


def read_headers(raw: bytes, start: int, end: int, fallback: str) -> tuple[Headers, int]:
    """(header block, where the body begins) of the entity at `raw[start:end]`. Never raises, copies no body.

    A line that is no field is passed over when a field follows it, and begins the body otherwise: programs forget the
    empty line as often as they break a fold.
    """
    headers = Headers(fallback=fallback)
    lines, body_at = _block(raw, start, end)
    used = 0
    for index, (position, pieces) in enumerate(lines):
        line = b"".join(pieces)
        used += len(line)
        if used > limits.MAX_HEADER_BLOCK or len(headers.fields) >= limits.MAX_FIELDS:
            headers.problems.append("header_too_long")
            break
        if not (found := _FIELD.match(line)):
            if index + 1 == len(lines) or not _FIELD.match(lines[index + 1][1][0]):
                return headers, position
            if "header_malformed" not in headers.problems:
                headers.problems.append("header_malformed")
            continue
        value = _FOLD.sub(b"", found.group(2)).rstrip(b"\r\n \t")
        headers.fields.append((found.group(1).decode("ascii").lower(), value))
    return headers, body_at


def _block(raw: bytes, start: int, end: int) -> tuple[list[tuple[int, list[bytes]]], int]:
    """((position, a logical line with its folds) of the block, where the body begins)."""
    lines: list[tuple[int, list[bytes]]] = []
    position = start
    total = 0
    while position < end:
        line_end = raw.find(b"\n", position, end) + 1 or end
        line = raw[position : min(line_end, position + limits.MAX_HEADER_BLOCK + 1)]
        if not line.strip(b"\r\n"):
            return lines, line_end
        if total <= limits.MAX_HEADER_BLOCK:
            total += len(line)
            if line[:1] in {b" ", b"\t"} and lines:
                lines[-1][1].append(line)
            else:
                lines.append((position, [line]))
        position = line_end
    return lines, end
