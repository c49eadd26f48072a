"""Reading an address header: RFC 5322 3.4 with groups, comments, quoted local parts and obsolete routes.

Tolerant where the wild is harmless (semicolons between addresses, an `@` in an unquoted name, a missing `>`), strict
where tolerance would invent an identity: whatever is not clearly one mailbox gives a problem and no address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tandem.infra.addresses.address import Address, InvalidAddress, normalise
from tandem.infra.addresses.names import clean_name
from tandem.infra.addresses.tokens import Token, tokenise

#: More addresses than this in one header are counted, not kept (sec:A-16 keeps the rest as text).
MAX_ADDRESSES = 10_000


@dataclass(slots=True)
class ParsedAddresses:
    """What a header value holds; `problems` are codes, one for each kind of trouble seen."""

    addresses: list[Address] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _as_is(text: str) -> str:
    return text


def parse_addresses(value: str, decode_name: Callable[[str], str] = _as_is) -> ParsedAddresses:
    """All mailboxes of an unfolded header value, in order. Never raises; linear in the length of `value`.

    `decode_name` turns encoded words (RFC 2047) of a display name into text; it is applied after the structure is
    known and never to an address, so an encoded word cannot smuggle in an `@`, a comma or a `<`.
    Problems: `unreadable` (some part is no mailbox, such as the first half of an unquoted "Smith, Joe"),
    `broken_address` (and it holds an @, so that it was meant to be one), `unclosed`, `group`, `too_many`.
    """
    parsed = ParsedAddresses()
    tokens, complete = tokenise(value)
    if not complete:
        parsed.note("unclosed")
    part: list[Token] = []
    in_group = False
    for token in tokens:
        if token.kind == "," or token.kind == ";":
            _take(part, parsed, decode_name)
            part = []
            in_group = in_group and token.kind == ","
        elif token.kind == ":" and not in_group and not any(t.kind == "<" for t in part):
            # What stood before the colon was the name of a group.
            parsed.note("group")
            part = []
            in_group = True
        else:
            part.append(token)
    _take(part, parsed, decode_name)
    return parsed


def _take(part: list[Token], parsed: ParsedAddresses, decode_name: Callable[[str], str]) -> None:
    if not any(token.kind != "comment" for token in part):
        return
    if len(parsed.addresses) >= MAX_ADDRESSES:
        parsed.note("too_many")
        return
    try:
        parsed.addresses.append(_mailbox(part, decode_name))
    except InvalidAddress:
        parsed.note("unreadable")
        if any(token.kind == "@" for token in part):
            parsed.note("broken_address")


def _mailbox(part: list[Token], decode_name: Callable[[str], str]) -> Address:
    angles = [index for index, token in enumerate(part) if token.kind == "<"]
    if len(angles) > 1:
        raise InvalidAddress("two addresses without a comma")
    if not angles:
        comments = [token.text for token in part if token.kind == "comment"]
        address = normalise(_spec([token for token in part if token.kind != "comment"]))
        return Address(clean_name(decode_name(comments[-1]) if comments else ""), address)
    start = angles[0]
    end = next((i for i in range(start, len(part)) if part[i].kind == ">"), len(part))
    if any(token.kind != "comment" for token in part[end + 1 :]):
        raise InvalidAddress("text after the address")
    inside = _without_route([token for token in part[start + 1 : end] if token.kind != "comment"])
    return Address(clean_name(_phrase(part[:start], decode_name)), normalise(_spec(inside)))


def _without_route(inside: list[Token]) -> list[Token]:
    """RFC 5322 4.4: `<@relay,@relay2:joe@example.org>` means joe@example.org; the tokenizer keeps it in one piece."""
    if inside and inside[0].kind == "@":
        colon = next((index for index, token in enumerate(inside) if token.kind == ":"), None)
        if colon is None:
            raise InvalidAddress("a route without its end")
        return inside[colon + 1 :]
    return inside


def _spec(tokens: list[Token]) -> str:
    """The addr-spec as written; white space is allowed only round dots and the @ (RFC 5322 4.4)."""
    text = ""
    glued = True
    for token in tokens:
        if token.kind not in {"atom", "quoted", "@", "."}:
            raise InvalidAddress("not an address")
        if token.spaced and not glued and token.kind not in {"@", "."}:
            raise InvalidAddress("two words where one address should be")
        text += token.text
        glued = token.kind in {"@", "."}
    return text


def _phrase(tokens: list[Token], decode_name: Callable[[str], str]) -> str:
    """The display name. Quoted strings lose their quotes; encoded words are decoded only once, at the end."""
    words: list[str] = []
    for token in tokens:
        if token.kind == "comment":
            continue
        text = token.content if token.kind == "quoted" else token.text
        if words and not token.spaced:
            words[-1] += text
        else:
            words.append(text)
    return decode_name(" ".join(words))
