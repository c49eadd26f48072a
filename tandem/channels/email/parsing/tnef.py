"""The files in Outlook's winmail.dat (MS-OXTNEF). Only names and octets are read, each a stretch of the input; never raises."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.channels.email.parsing.charsets import clean_text, decode

_SIGNATURE = b"\x78\x9f\x3e\x22"
_CODEPAGE, _BEGIN, _TITLE, _DATA, _PROPERTIES = 0x9007, 0x9002, 0x8010, 0x800F, 0x9005
_MAX_FILES = 200
_MAX_ATTRIBUTES = 5_000
_MAX_PROPERTIES = 200
_LONG_NAME = 0x3707
#: Octets of a value by its type (MS-OXCDATA 2.11.1); those of changing length say it themselves.
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_OF_CHANGING_LENGTH = frozenset({0x0D, 0x1E, 0x1F, 0x102})


@dataclass(slots=True)
class TnefFile:
    """A file of it; the name may be anything, also empty."""

    name: str = ""
    content: bytes = b""
    has_content: bool = False


def tnef_files(data: bytes) -> list[TnefFile]:
    """All whole files, in order; none where it is no TNEF."""
    if not data.startswith(_SIGNATURE):
        return []
    found: list[TnefFile] = []
    codepage = "cp1252"
    position = 6
    for _ in range(_MAX_ATTRIBUTES):
        # Level, id and type, length, value, sum of the value.
        if position + 9 > len(data):
            break
        id_, start = _number(data, position + 1, 2), position + 9
        end = start + _number(data, position + 5, 4)
        if end > len(data):
            break
        if id_ == _CODEPAGE:
            codepage = f"cp{_number(data, start, 4)}"
        elif id_ == _BEGIN and len(found) < _MAX_FILES:
            found.append(TnefFile())
        elif found:
            _fill(found[-1], id_, data[start:end], codepage)
        position = end + 2
    return [file for file in found if file.has_content]


def _fill(file: TnefFile, id_: int, value: bytes, codepage: str) -> None:
    if id_ == _DATA:
        file.content, file.has_content = value, True
    elif id_ == _TITLE and not file.name:
        file.name = _text(value, codepage)
    elif id_ == _PROPERTIES and (long := _long_name(value, codepage)):
        file.name = long


def _long_name(data: bytes, codepage: str) -> str:
    """The long name among the MAPI properties of a file; empty when there is none."""
    position = 4
    for _ in range(min(_number(data, 0, 4), _MAX_PROPERTIES)):
        type_, id_ = _number(data, position, 2), _number(data, position + 2, 2)
        position += 4
        if id_ >= 0x8000:
            # A property by name: its set, then a number or a text.
            kind, position = _number(data, position + 16, 4), position + 20
            position += 4 if kind == 0 else 4 + _padded(_number(data, position, 4))
        if type_ in _SIZES:
            position += _SIZES[type_]
            continue
        if type_ not in _OF_CHANGING_LENGTH or _number(data, position, 4) != 1:
            return ""
        length, start = _number(data, position + 4, 4), position + 8
        if id_ == _LONG_NAME:
            return _text(data[start : start + length], "utf-16le" if type_ == 0x1F else codepage)
        position = start + _padded(length)
    return ""


def _number(data: bytes, position: int, length: int) -> int:
    return int.from_bytes(data[position : position + length], "little")


def _padded(length: int) -> int:
    return length + -length % 4


def _text(value: bytes, codepage: str) -> str:
    return clean_text(decode(value[:2_000], codepage)[0]).partition("\ufffd")[0]
