"""Parameters of Content-Type and Content-Disposition: RFC 2045 5.1, RFC 2231, and what programs write instead."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from tandem.channels.email.parsing.charsets import decode
from tandem.channels.email.parsing.encoded_words import decode_words

_PARAMETER = re.compile(r""";[\s;]*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))""", re.DOTALL)
_SECTION = re.compile(r"(.+?)\*(\d{1,4})?(\*)?\Z")
_MAX_PARAMETERS = 500


def split_value(value: str) -> tuple[str, dict[str, str]]:
    """(what stands before the first semicolon, in lower case; parameters by lower-case name). Never raises."""
    head = value.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    position = value.find(";")
    for _ in range(_MAX_PARAMETERS):
        found = _PARAMETER.match(value, position) if position >= 0 else None
        if not found:
            # A stray word between semicolons is passed over.
            position = value.find(";", position + 1) if position >= 0 else -1
            if position < 0:
                break
            continue
        name = found.group(1).lower()
        quoted = found.group(2)
        text = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if quoted is not None else found.group(3).strip()
        if split := _SECTION.match(name):
            number = int(split.group(2) or 0)
            extended = bool(split.group(3)) or split.group(2) is None
            sections.setdefault(split.group(1), {}).setdefault(number, (text, extended))
        else:
            plain.setdefault(name, text)
        position = value.find(";", found.end())
    return head, {**plain, **{name: _join(parts) for name, parts in sections.items()}}


def _join(parts: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 3 and 4: numbered sections, each percent-encoded or not, the charset at the start of the first."""
    charset: str | None = None
    octets: list[bytes] = []
    for place, number in enumerate(sorted(parts)):
        text, extended = parts[number]
        if place == 0 and extended and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogatepass")
        octets.append(unquote_to_bytes(raw) if extended else raw)
    return decode(b"".join(octets), charset or None)[0]


def decode_parameter(value: str, fallback: str) -> str:
    """A file name in encoded words, which RFC 2047 forbids and everybody writes."""
    return decode_words(value, fallback)
