"""From octets to text: an allow-list of charsets, their supersets, and a ladder for labels that lie (sec:C-03, C-04)."""

from __future__ import annotations

import re

from tandem.channels.email.parsing.charset_lies import is_foreign_to_latin, seen_through

_SUPERSETS = {
    # What mail programs write under the narrow name is nearly always the wide one (WHATWG Encoding, 4.2).
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi-x3.4-1968": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "gb-2312": "gb18030",
    "gb2312-80": "gb18030",
    "euc-cn": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "cp950",
    "shift-jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms-kanji": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-1": "iso2022_jp_ext",
    "iso-2022-jp-2": "iso2022_jp_2",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601": "cp949",
    "korean": "cp949",
    "uhc": "cp949",
    "cp949": "cp949",
    "iso-2022-kr": "iso2022_kr",
    "johab": "johab",
    "macintosh": "mac_roman",
    "mac": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ce": "mac_latin2",
    "maccentraleurope": "mac_latin2",
    "koi8-ru": "koi8_u",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
}
_AS_THEY_ARE = (
    "utf-8 utf-16 utf-16le utf-16be utf-32 utf-32le utf-32be gb18030 hz koi8-r koi8-u koi8-t "
    "iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-10 iso-8859-13 iso-8859-14 "
    "iso-8859-15 iso-8859-16 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 "
    "windows-1256 windows-1257 windows-1258 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 "
    "cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 ibm850 ibm852 ibm866"
)
#: Label -> Python codec. Not in it, for good reason: utf-7 (ASCII that becomes tags), EBCDIC, and Python's own
#: transformations that are no charsets (idna, punycode, rot13, unicode_escape, zlib …).
_CODECS = {**{name: name for name in _AS_THEY_ARE.split()}, **_SUPERSETS}

#: What one octet at a time can never fail to decode, so that UTF-8 under such a label is a lie worth seeing through.
_SINGLE_OCTET = re.compile(r"(?:cp(?!932|949|950)|windows|iso-?8859|koi8|mac|ibm)")
#: Guesses that a detector may make for short texts; others are curiosities.
_LIKELY = frozenset(
    {
        "gb18030",
        "big5hkscs",
        "cp932",
        "euc_jp",
        "cp949",
        "windows-1251",
        "koi8-r",
        "windows-1250",
        "cp1252",
        "iso-8859-2",
    }
)
#: Non-ASCII octets below which detection guesses worse than the mailbox's own language.
_ENOUGH = 30

_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def codec_for(label: str) -> str | None:
    """The codec of a charset label, None for labels that are unknown or not allowed."""
    name = label.strip().strip("\"'").strip().lower().replace("_", "-")
    return _CODECS.get(name) or _CODECS.get(name.removeprefix("x-")) or _CODECS.get(name.removeprefix("cs"))


def decode(data: bytes, label: str | None, fallback: str = "cp1252") -> tuple[str, bool]:
    """(text, whether it was read as it was meant, as far as anybody can know). Never raises.

    `fallback` is the mailbox's charset for short doubtful texts.

    Ladder: byte-order mark, the declared charset, strict UTF-8, ISO-2022-JP by its escapes, the detectors, `fallback`.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data, label = data[3:], "utf-8"
    codec = codec_for(label) if label else None
    if not codec and data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    if codec in {None, "utf-8", "cp1252"} and b"\x1b$" in data and data.isascii():
        # No other text holds these escapes; Japanese programs of old leave the charset out.
        codec = "iso2022_jp_ext"
    trusted = codec is not None or not label
    text = _declared(data, codec) if codec else None
    if codec and text is not None and not data.isascii():
        if codec == "cp1252" and label and is_foreign_to_latin(data) and _strict(data, "utf-8") is None:
            return _guess(data, fallback), False
        if (meant := seen_through(data, codec, text)) is not None:
            # A page of Windows under its region's ISO name is no lie but a habit.
            return meant, codec.startswith("iso-8859")
    if text is not None:
        return text, True
    if codec and codec.startswith("iso2022") and b"\x1b" in data:
        # Its octets are ASCII, so the next rung would show the escapes as text.
        return data.decode(codec, "replace"), False
    text = _strict(data, "utf-8")
    if text is not None:
        return text, trusted or data.isascii()
    text = _almost(data, codec if codec or label else "utf-8")
    if text is not None:
        return text, False
    return _guess(data, fallback), False


def _declared(data: bytes, codec: str) -> str | None:
    if _SINGLE_OCTET.match(codec):
        if not data.isascii() and (text := _strict(data, "utf-8")) is not None:
            return text
        return data.decode(codec, "replace") if codec != "cp1252" else _windows_1252(data)
    if codec == "iso2022_jp_ext" and not data.isascii():
        return None
    if codec == "big5hkscs":
        return _strict(data, codec) or _strict(data, "cp950")
    return _strict(data, codec)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _windows_1252(data: bytes) -> str:
    """Five octets have no character; like browsers, they are read as Latin-1's control characters."""
    text = _strict(data, "cp1252")
    return text if text is not None else data.decode("latin-1")


def _almost(data: bytes, codec: str | None) -> str | None:
    """A long text in the declared multi-octet charset with a few damaged characters is still in that charset."""
    if codec is None or _SINGLE_OCTET.match(codec):
        return None
    if codec == "utf-8" and (text := _cesu_8(data)) is not None:
        return text
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        return None
    damaged = text.count("\ufffd")
    sound = sum(1 for character in text[:20_000] if ord(character) > 0x7F) - damaged
    return text if damaged * 10 <= sound or (data.isascii() and damaged * 10 <= len(text)) else None


def _cesu_8(data: bytes) -> str | None:
    """UTF-8 by programs that encode UTF-16's surrogates one by one (Unicode Technical Report 26); None for anything else."""
    try:
        halves = data.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeError:
        return None


def _guess(data: bytes, fallback: str) -> str:
    sample = data[:200_000]
    if b"\x1b$" in sample or b"\x1b(J" in sample:
        return data.decode("iso2022_jp_ext", "replace")
    doubtful = sum(1 for octet in sample[:4_000] if octet > 0x7F) < _ENOUGH
    preferred = codec_for(fallback) or "cp1252"
    if doubtful and preferred != "cp1252" and (text := _strict(data, preferred)) is not None:
        return text
    for guess in (_by_frequency(sample), None if doubtful else _by_coherence(sample)):
        if guess and (not doubtful or guess in _LIKELY) and (text := _strict(data, guess)) is not None:
            return text
    if preferred == "cp1252":
        return _windows_1252(data)
    return data.decode(preferred, "replace")


def _by_frequency(sample: bytes) -> str | None:
    from cchardet import detect

    found = detect(sample)
    return codec_for(found["encoding"]) if found["encoding"] and (found["confidence"] or 0) > 0.4 else None


def _by_coherence(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:8_000], steps=3, chunk_size=1_024).best()
    return codec_for(best.encoding) if best else None


def clean_text(text: str) -> str:
    """Text that every database stores and every reader may see: line ends are `\\n`; control characters but tab and
    line end, lone surrogates and noncharacters are U+FFFD; a byte-order mark at the start is gone."""
    return _NOT_TEXT.sub("\ufffd", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))
