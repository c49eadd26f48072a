"""The tree of parts (RFC 2046), read with limits on depth and number (sec:C-01, C-02).

Our own reader instead of the standard library's: that one recurses as deep as the mail says, and stops at a missing
boundary. This one walks slices of the raw mail and never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tandem.channels.email.parsing import limits
from tandem.channels.email.parsing.headers import Headers, read_headers
from tandem.channels.email.parsing.parameters import split_value

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}\Z")
_MAX_BOUNDARY = 1_000
_GUESSED_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)


@dataclass(slots=True)
class Part:
    """One entity, a stretch of the mail. `children` is filled for multiparts that could be split."""

    headers: Headers
    type: str
    parameters: dict[str, str]
    disposition: str
    disposition_parameters: dict[str, str]
    mail: bytes
    start: int
    body_at: int
    end: int
    children: list[Part] = field(default_factory=list)
    #: Set where a limit was reached: the part is kept, not read.
    is_sealed: bool = False

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)

    @property
    def body(self) -> bytes:
        """The octets below the header, still in their transfer encoding."""
        return self.mail[self.body_at : self.end]

    @property
    def raw(self) -> bytes:
        """The whole entity with its header, for keeping it as it came."""
        return self.mail[self.start : self.end]


@dataclass(slots=True)
class Reading:
    """What one pass over a mail may still do, and what it noticed."""

    fallback: str
    parts_left: int = limits.MAX_PARTS
    #: Whether a mail within a signature may still be opened.
    may_open: bool = True
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read_structure(mail: bytes, reading: Reading) -> Part:
    """The tree of the whole mail, as far as the limits allow. Never raises; parts share the octets of `mail`."""
    return _entity(mail, 0, len(mail), reading, 0, "text/plain")


def _entity(mail: bytes, start: int, end: int, reading: Reading, depth: int, default_type: str) -> Part:
    headers, body_at = read_headers(mail, start, end, reading.fallback)
    for problem in headers.problems:
        reading.note(problem)
    kind, parameters = _type(headers, default_type)
    disposition, disposition_parameters = split_value(headers.text("content-disposition"))
    part = Part(headers, kind, parameters, disposition, disposition_parameters, mail, start, body_at, end)
    reading.parts_left -= 1
    if not kind.startswith("multipart/"):
        return part
    if depth >= limits.MAX_DEPTH:
        part.is_sealed = True
        reading.note("too_deep")
        return part
    pieces = _split(part, reading)
    if not pieces:
        # Nothing to split: a multipart in name only is text, which is how its writer saw it.
        part.type, part.parameters = "text/plain", {}
        return part
    inner_default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    for piece_start, piece_end in pieces:
        if reading.parts_left <= 0:
            reading.note("too_many_parts")
            part.children.append(_sealed(mail, piece_start, end))
            break
        part.children.append(_entity(mail, piece_start, piece_end, reading, depth + 1, inner_default))
    return part


def _type(headers: Headers, default_type: str) -> tuple[str, dict[str, str]]:
    written, parameters = split_value(headers.text("content-type"))
    if written in {"text", "html"}:
        return ("text/plain" if written == "text" else "text/html"), parameters
    if _TYPE.match(written):
        return written, parameters
    return ("application/octet-stream" if "/" in written else default_type), parameters


def _sealed(mail: bytes, start: int, end: int) -> Part:
    return Part(Headers(), "application/octet-stream", {}, "attachment", {}, mail, start, start, end, is_sealed=True)


def _split(part: Part, reading: Reading) -> list[tuple[int, int]]:
    """(start, end) of the entities between the delimiter lines; empty when there is no such line."""
    delimiter = part.parameters.get("boundary", "").strip().encode("utf-8", "surrogatepass")
    if 0 < len(delimiter) <= _MAX_BOUNDARY and (pieces := _between(part, delimiter, reading)) is not None:
        return pieces
    reading.note("mime_boundary")
    guessed = _GUESSED_BOUNDARY.search(part.mail, part.body_at, part.end)
    return (_between(part, guessed.group(1), reading) or []) if guessed else []


def _between(part: Part, delimiter: bytes, reading: Reading) -> list[tuple[int, int]] | None:
    """The entities between the lines of this delimiter; None when there is no such line."""
    # The line end before the delimiter is searched for with it: a fixed beginning lets the search skip ahead.
    line = re.compile(rb"\n--" + re.escape(delimiter) + rb"(--)?[ \t]*\r?(?=\n|\Z)")
    pieces: list[tuple[int, int]] = []
    start = -1
    for found in line.finditer(part.mail, max(0, part.body_at - 1), part.end):
        if start >= 0:
            pieces.append((start, max(start, _before_line_end(part.mail, found.start()))))
        start = min(found.end() + 1, part.end)
        if found.group(1):
            return pieces
        if len(pieces) > reading.parts_left:
            break
    else:
        if start < 0:
            return None
        reading.note("mime_unclosed")
    if part.mail[start : part.end].strip():
        pieces.append((start, part.end))
    return pieces


def _before_line_end(mail: bytes, position: int) -> int:
    """The line end at `position` belongs to the delimiter after it, all two octets of it (RFC 2046 5.1.1)."""
    return position - 1 if mail[position - 1 : position] == b"\r" else position
