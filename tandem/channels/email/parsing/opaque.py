"""The mail inside an opaque S/MIME signature (RFC 8551 3.5.2): CMS (RFC 5652) read just as far as the content goes.

Nothing is verified here: whoever signed it, the text is as readable as if the signature stood beside it.
"""

from __future__ import annotations

_SEQUENCE, _OID, _OCTETS, _CONSTRUCTED_OCTETS, _SET, _INTEGER, _FIRST = 0x30, 0x06, 0x04, 0x24, 0x31, 0x02, 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
#: Pieces of one octet string; programs cut it into a thousand octets each.
_MAX_PIECES = 100_000


class _Unreadable(Exception):
    """It is no CMS, or stops in the middle."""


def signed_content(content: bytes) -> bytes | None:
    """The MIME entity in a SignedData, None when there is none (an encrypted mail, a lone certificate, damage)."""
    try:
        body, _ = _enter(content, 0, _SEQUENCE)
        kind, position = _value(content, body, _OID)
        if kind != _SIGNED_DATA:
            return None
        position, _ = _enter(content, position, _FIRST)
        position, _ = _enter(content, position, _SEQUENCE)
        _, position = _value(content, position, _INTEGER)
        _, position = _value(content, position, _SET)
        position, _ = _enter(content, position, _SEQUENCE)
        kind, position = _value(content, position, _OID)
        if kind != _DATA:
            return None
        position, _ = _enter(content, position, _FIRST)
        return _octets(content, position)
    except _Unreadable:
        return None


def _head(data: bytes, position: int) -> tuple[int, int, int | None]:
    """(tag, where the value begins, where it ends; None for the indefinite length of BER)."""
    if position + 2 > len(data):
        raise _Unreadable
    tag, length = data[position], data[position + 1]
    position += 2
    if length == 0x80:
        return tag, position, None
    if length & 0x80:
        count = length & 0x7F
        if count > 8 or position + count > len(data):
            raise _Unreadable
        length = int.from_bytes(data[position : position + count], "big")
        position += count
    if position + length > len(data):
        raise _Unreadable
    return tag, position, position + length


def _enter(data: bytes, position: int, wanted: int) -> tuple[int, int | None]:
    tag, start, end = _head(data, position)
    if tag != wanted:
        raise _Unreadable
    return start, end


def _value(data: bytes, position: int, wanted: int) -> tuple[bytes, int]:
    """(the value, the position behind it)."""
    start, end = _enter(data, position, wanted)
    if end is None:
        raise _Unreadable
    return data[start:end], end


def _octets(data: bytes, position: int) -> bytes:
    """An octet string, whole or in pieces (X.690 8.7)."""
    tag, start, end = _head(data, position)
    if tag == _OCTETS and end is not None:
        return data[start:end]
    if tag != _CONSTRUCTED_OCTETS:
        raise _Unreadable
    pieces: list[bytes] = []
    while len(pieces) < _MAX_PIECES and (end is None or start < end):
        if end is None and data[start : start + 2] == b"\0\0":
            return b"".join(pieces)
        piece, start = _value(data, start, _OCTETS)
        pieces.append(piece)
    if end is None or start < end:
        raise _Unreadable
    return b"".join(pieces)
