"""Encoded words in headers (RFC 2047), as they are and as they should be."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from tandem.channels.email.parsing.charsets import decode
from tandem.channels.email.parsing.transfer import decode_base64

_START = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?")
_HEX = re.compile(rb"=([0-9a-fA-F]{2})")


def decode_words(value: str, fallback: str = "cp1252") -> str:
    """The header value with its encoded words as text. Never raises; linear.

    White space between two encoded words is dropped, and neighbours of one charset are joined before decoding, since
    many programs cut in the middle of a character.
    """
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending: list[bytes] = []
    charset = ""
    position = 0
    for start, end, label, octets in _words(value):
        between = value[position:start]
        if pending and between.strip() == "" and label == charset:
            pending.append(octets)
        else:
            if pending:
                pieces.append(_text(pending, charset, fallback))
            if not pending or between.strip():
                pieces.append(between)
            pending, charset = [octets], label
        position = end
    if pending:
        pieces.append(_text(pending, charset, fallback))
    return "".join(pieces) + value[position:]


def _text(octets: list[bytes], charset: str, fallback: str) -> str:
    return decode(b"".join(octets), charset, fallback)[0]


def _words(value: str) -> Iterator[tuple[int, int, str, bytes]]:
    """(start, end, charset, octets) of each encoded word."""
    position = 0
    end = -1
    while match := _START.search(value, position):
        # The same far end serves every start before it; looking again each time would be quadratic.
        if end < match.end():
            end = value.find("?=", match.end())
        if end < 0:
            return
        content = value[match.end() : end]
        octets = None if len(content) > 100_000 or _START.search(content) else _octets(match.group(2), content)
        if octets is None:
            position = match.end()
            continue
        yield match.start(), end + 2, match.group(1).lower(), octets
        position = end + 2


def _octets(encoding: str, content: str) -> bytes | None:
    raw = content.encode("utf-8", "surrogatepass")
    if encoding in "bB":
        return decode_base64(raw)[0]
    try:
        return _HEX.sub(lambda found: binascii.unhexlify(found.group(1)), raw.replace(b"_", b" "))
    except binascii.Error:
        return None
