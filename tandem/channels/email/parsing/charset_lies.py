"""Labels that decode without an error and yet are wrong: neighbours that any octet fits, told apart by their letters (sec:C-03)."""

from __future__ import annotations

import re

#: Octets 0x80 to 0x9F are control signs in ISO 8859 and letters in Windows' page of the same region, which programs mix up.
_WINDOWS = {
    "iso-8859-2": "cp1250",
    "iso-8859-4": "cp1257",
    "iso-8859-6": "cp1256",
    "iso-8859-7": "cp1253",
    "iso-8859-8": "cp1255",
    "iso-8859-13": "cp1257",
    "iso-8859-15": "cp1252",
}
_CYRILLIC = ("windows-1251", "koi8-r", "iso-8859-5", "ibm866")
_CYRILLIC_NAMES = frozenset({*_CYRILLIC, "koi8-u", "koi8_u", "koi8-t", "cp1251", "cp866"})
_C1 = re.compile(rb"[\x80-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
#: Two thirds of the letters of a text in any language of that script; of the same text read by a wrong page a quarter.
_FREQUENT = re.compile("[оеаинтсрвлкОЕАИНТСРВЛК]")
_ADVANTAGE = 0.25
#: Letters below which nothing is concluded.
_ENOUGH = 20
_SAMPLE = 20_000


def seen_through(data: bytes, codec: str, text: str) -> str | None:
    """The text by the charset that was meant, None when the declared `codec` seems right."""
    if codec in _WINDOWS and _C1.search(data):
        return _read(data, _WINDOWS[codec])
    if codec in _CYRILLIC_NAMES:
        return _by_letters(data, text)
    if codec == "gb18030":
        return _traditional(data, text)
    return None


def is_foreign_to_latin(data: bytes) -> bool:
    """Whether most letters are beyond ASCII, as they are in no language that Latin-1 was made for."""
    sample = data[:_SAMPLE]
    high = sum(map(len, _HIGH.findall(sample)))
    plain = sum(1 for octet in sample if 0x41 <= octet <= 0x5A or 0x61 <= octet <= 0x7A)
    return high >= _ENOUGH and high > plain


def _by_letters(data: bytes, text: str) -> str | None:
    """Of the pages of Cyrillic that in which the frequent letters are frequent."""
    if len(_CYRILLIC_LETTER.findall(text[:_SAMPLE])) < _ENOUGH:
        return None
    scores = {page: _share(data[:_SAMPLE].decode(page, "replace")) for page in _CYRILLIC}
    best = max(scores, key=lambda page: scores[page])
    return _read(data, best) if scores[best] > _share(text[:_SAMPLE]) + _ADVANTAGE else None


def _share(text: str) -> float:
    """How much it reads like a text: frequent letters, and small ones, which the wrong page of two turns into capitals."""
    high = sum(1 for sign in text if sign > "\x7f")
    small = sum(1 for sign in text if "а" <= sign <= "я")
    return (len(_FREQUENT.findall(text)) + small / 2) / high if high else 0.0


def _traditional(data: bytes, text: str) -> str | None:
    """GB 18030 has room for everything, at worst in its private area; Big5 read by it lies there."""
    sample = text[:_SAMPLE]
    if len(_PRIVATE.findall(sample)) * 20 <= sum(1 for sign in sample if sign > "\x7f"):
        return None
    return _read(data, "big5hkscs", strictly=True)


def _read(data: bytes, codec: str, *, strictly: bool = False) -> str | None:
    try:
        return data.decode(codec, "strict" if strictly else "replace")
    except UnicodeError:
        return None
