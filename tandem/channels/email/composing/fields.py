"""Header fields as they are sent: folded, encoded, and without any way to add another field (sec:L-03, L-04).

Written here and not by the standard library, whose folding of long address lists with non-ASCII names has encoded the
commas between them (CVE-2025-1795) and so changed who a mail says it is for.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote

from tandem.infra.addresses import Address, normalise

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*\Z")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>\Z")
_WEB_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,900}\Z")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}\Z")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}\Z")
#: Octets of UTF-8 in one encoded word: with the longest of our field names the line keeps to 76 (RFC 2047 2).
_WORD_OCTETS = 39
_LINE = 76
#: Octets of one section of a long parameter (RFC 2231 3).
_SECTION = 60


class HeaderInjection(ValueError):
    """A value holds a character that could begin another field, or is not of the form that its field demands."""


def checked(value: str, what: str) -> str:
    """The value when it is one line of visible text; raises HeaderInjection otherwise. Nothing is silently removed."""
    if _CONTROL.search(value):
        raise HeaderInjection(f"{what} holds a control character or a line end")
    return value


def unstructured(name: str, value: str) -> str:
    """A field of free text: as it is when it is short and plain, in encoded words otherwise."""
    value = checked(value, name).strip()
    if _PLAIN.match(value) and "=?" not in value and max(map(len, value.split(" "))) <= _LINE - len(name) - 2:
        return _folded(name, value.split(" "))
    return _folded(name, _encoded_words(value)) if value else f"{name}: "


def addresses(name: str, people: Iterable[Address]) -> str:
    """A field of addresses, each in a line of its own, in the order given."""
    return f"{name}: " + ",\r\n ".join(_mailbox(person) for person in people)


def message_ids(name: str, ids: Iterable[str]) -> str:
    """A field of message ids, each in a line of its own. Raises HeaderInjection for what is none (RFC 5322 3.6.4)."""
    return f"{name}: " + "\r\n ".join(message_id(one, name) for one in ids)


def web_address(name: str, url: str) -> str:
    """A field of one address of the web in angle brackets (RFC 2369 2), which is never divided or encoded, however long."""
    if not _WEB_ADDRESS.match(url):
        raise HeaderInjection(f"{name} is no address of the web")
    return f"{name}: <{url}>"


def message_id(value: str, what: str) -> str:
    if not _MESSAGE_ID.match(value):
        raise HeaderInjection(f"{what} is no message id in angle brackets")
    return value


def media_type(value: str) -> str:
    if not _TYPE.match(value):
        raise HeaderInjection("the type of an attachment is not of the form major/minor")
    return value


def field_name(value: str) -> str:
    if not _NAME.match(value):
        raise HeaderInjection("the name of a field holds other characters than letters, digits and hyphens")
    return value


def parameter(name: str, value: str) -> str:
    """`; name="value"`, or the extended form in sections for what is long or not ASCII (RFC 2231)."""
    checked(value, name)
    if value.isascii() and len(value) <= _SECTION and "\\" not in value and '"' not in value:
        return f';\r\n {name}="{value}"'
    sections = _percent_sections(value)
    if len(sections) == 1:
        return f";\r\n {name}*=utf-8''{sections[0]}"
    first = f";\r\n {name}*0*=utf-8''{sections[0]}"
    return first + "".join(f";\r\n {name}*{number}*={part}" for number, part in enumerate(sections[1:], start=1))


def _percent_sections(value: str) -> list[str]:
    """Percent-encoded characters in sections; no character is divided."""
    sections = [""]
    for character in value:
        encoded = quote(character, safe="")
        if len(sections[-1]) + len(encoded) > _SECTION:
            sections.append("")
        sections[-1] += encoded
    return sections


def _mailbox(person: Address) -> str:
    checked(person.address, "an address")
    # Whatever made this object, only one valid mailbox leaves: `a@x, b@y` in one address is refused here.
    address = normalise(person.address)
    name = checked(person.name, "a display name").strip()
    if not name:
        return address if not address.startswith('"') else f"<{address}>"
    return f"{_phrase(name)} <{address}>"


def _phrase(name: str) -> str:
    if _ATOMS.match(name) and "=?" not in name and "  " not in name and len(name) <= _LINE:
        return name
    if name.isascii() and "=?" not in name and len(name) <= _LINE:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return "\r\n ".join(_encoded_words(name))


def _encoded_words(value: str) -> list[str]:
    """UTF-8 in base64, each word whole characters and at most 75 characters long (RFC 2047 5)."""
    words: list[str] = []
    run = b""
    for character in value:
        octets = character.encode()
        if len(run) + len(octets) > _WORD_OCTETS:
            words.append(_word(run))
            run = b""
        run += octets
    return [*words, _word(run)] if run else words


def _word(octets: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(octets).decode('ascii')}?="


def _folded(name: str, words: list[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)
