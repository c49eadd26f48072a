"""One mailbox address: when it is valid, which form is stored, and by which key it is looked up."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

import idna

#: RFC 5321 4.5.3.1, in octets.
MAX_LOCAL = 64
MAX_ADDRESS = 254

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+\Z")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\Z', re.DOTALL)
#: Invisible, control, private or unassigned characters have no place in an identity.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


class InvalidAddress(ValueError):
    """The text is not one mailbox address; nothing is guessed from it."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: `name` for people (may be empty), `address` in the normalised form `local@domain`."""

    name: str
    address: str

    @property
    def local(self) -> str:
        return split_address(self.address)[0]

    @property
    def domain(self) -> str:
        return split_address(self.address)[1]

    @property
    def key(self) -> str:
        """The form to look a person up by; never shown, never written to."""
        return lookup_key(self.address)


def make_address(address: str, name: str = "") -> Address:
    """An `Address` from what somebody typed; raises InvalidAddress."""
    from tandem.infra.addresses.names import clean_name

    return Address(name=clean_name(name), address=normalise(address))


def normalise(address: str) -> str:
    """The stored form: local part NFC with its case kept, domain as lower-case A-label. Raises InvalidAddress."""
    local, domain = split_address(address)
    normal = f"{_normal_local(local)}@{_normal_domain(domain)}"
    if len(normal.encode()) > MAX_ADDRESS:
        raise InvalidAddress("an address has at most 254 octets")
    return normal


def lookup_key(address: str) -> str:
    """`normalise` with the local part in lower case, one character at a time.

    Full case folding would make `ss` of `ß` and `k` of the Kelvin sign, and so hand one person's tickets to another
    who registers the look-alike; only the case of one and the same letter is levelled here.
    """
    local, _, domain = normalise(address).rpartition("@")
    return f"{''.join(_lower(character) for character in local)}@{domain}"


def is_valid(address: str) -> bool:
    """Whether `normalise` accepts it. `support@localhost` is valid; whatever holds CR, LF or NUL is not."""
    try:
        normalise(address)
    except InvalidAddress:
        return False
    return True


def split_address(address: str) -> tuple[str, str]:
    """(local part, domain) at the only `@` outside quotes. Raises InvalidAddress."""
    if address.startswith('"'):
        end = _end_of_quotes(address)
        local, rest = address[:end], address[end:]
        if not rest.startswith("@") or "@" in rest[1:]:
            raise InvalidAddress("one @ must follow the quoted local part")
        return local, rest[1:]
    local, at, domain = address.partition("@")
    if not at or "@" in domain:
        raise InvalidAddress("an address has exactly one @")
    return local, domain


def _end_of_quotes(text: str) -> int:
    position = 1
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif text[position] == '"':
            return position + 1
        else:
            position += 1
    raise InvalidAddress("the quoted local part does not end")


def _normal_local(local: str) -> str:
    quoted = _QUOTED.match(local)
    if quoted:
        local = _normal_quoted(re.sub(r"\\(.)", r"\1", quoted.group(1), flags=re.DOTALL))
    elif not _is_atoms(local):
        raise InvalidAddress("the local part holds a character that needs quotes")
    normal = _nfc(local)
    if not normal or len(normal.encode()) > MAX_LOCAL:
        raise InvalidAddress("the local part has 1 to 64 octets")
    return normal


def _normal_quoted(content: str) -> str:
    """`"joe"` is `joe` (RFC 5322 3.4.1); quotes stay only where they are needed."""
    if content and _is_atoms(content):
        return content
    if not content or not content.isascii() or not content.isprintable():
        raise InvalidAddress("only printable ASCII may stand in quotes")
    return '"' + content.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_atoms(local: str) -> bool:
    """Atoms and dots in any order (some providers give out `name.@` and `a..b@`), letters of any script (RFC 6532)."""
    plain = "".join(character for character in local if character.isascii())
    if plain and not _ATEXT.match(plain):
        return False
    return bool(local) and all(c.isascii() or unicodedata.category(c) not in _REFUSED_CATEGORIES for c in local)


def _nfc(local: str) -> str:
    """NFC, except for characters that it would turn into ASCII: the Kelvin sign is not the letter K here."""
    if local.isascii():
        return local
    parts: list[str] = []
    run = ""
    for character in local:
        if not character.isascii() and unicodedata.normalize("NFC", character).isascii():
            parts += [unicodedata.normalize("NFC", run), character]
            run = ""
        else:
            run += character
    return "".join([*parts, unicodedata.normalize("NFC", run)])


def _lower(character: str) -> str:
    lowered = character.lower()
    return character if lowered.isascii() and not character.isascii() else lowered


def _normal_domain(domain: str) -> str:
    if domain.startswith("[") and domain.endswith("]"):
        return _domain_literal(domain[1:-1])
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True, std3_rules=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise InvalidAddress("the domain is not a valid international name") from error
    domain = domain.lower()
    if len(domain) > 253 or not all(_LABEL.match(label) for label in domain.split(".")):
        raise InvalidAddress("the domain is not a host name")
    return domain


def _domain_literal(content: str) -> str:
    try:
        if content.lower().startswith("ipv6:"):
            return f"[IPv6:{ipaddress.IPv6Address(content[5:])}]"
        return f"[{ipaddress.IPv4Address(content)}]"
    except ValueError as error:
        raise InvalidAddress("the domain literal is not an IP address") from error
