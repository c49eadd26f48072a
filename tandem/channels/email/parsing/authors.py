"""Who wrote, who answers go to, and who else was addressed (sec:A-09 to A-12). Reply-To is never an identity."""

from __future__ import annotations

from dataclasses import dataclass, field

from tandem.channels.email.parsing.charsets import clean_text
from tandem.channels.email.parsing.encoded_words import decode_words
from tandem.channels.email.parsing.headers import Headers
from tandem.channels.email.parsing.mail import Person
from tandem.channels.email.parsing.structure import Reading
from tandem.infra.addresses import ParsedAddresses, parse_addresses, warnings_about


@dataclass(slots=True)
class People:
    """The mailboxes of one mail. `author` is None where the From field does not name one mailbox without doubt."""

    author: Person | None = None
    sender: Person | None = None
    reply_to: Person | None = None
    to: list[Person] = field(default_factory=list)
    cc: list[Person] = field(default_factory=list)
    delivered_to: list[str] = field(default_factory=list)


def read_people(headers: Headers, reading: Reading) -> People:
    """All mailboxes that the header names; what cannot be read is a problem, not a guess."""
    sender = _first(_read(headers, "sender"))
    return People(
        author=_author(headers, sender, reading),
        sender=sender,
        reply_to=_first(_read(headers, "reply-to")),
        to=_everybody(headers, "to", reading),
        cc=_everybody(headers, "cc", reading),
        delivered_to=_delivered_to(headers),
    )


def _author(headers: Headers, sender: Person | None, reading: Reading) -> Person | None:
    """The first From field; of several authors the one who sent it, else the first."""
    if headers.count("from") > 1:
        reading.note("duplicate_from")
    parsed = _read(headers, "from")
    people = [Person(found.name, found.address) for found in parsed.addresses]
    if "unreadable" in parsed.problems:
        reading.note("from_unreadable")
        # A comma in a bare name is harmless; beside something that was meant for an address, nobody is the author.
        if len(people) != 1 or "broken_address" in parsed.problems:
            return None
    if len(people) > 1:
        reading.note("several_authors")
    if not people:
        return None
    author = next((person for person in people if sender and person.address == sender.address), people[0])
    written = decode_words(headers.text("from")[:2_000], headers.fallback)
    # Up to the last bracket: an encoded name may hold brackets of its own. Of several authors, the names apart.
    name = written.rpartition("<")[0] if "<" in written else written.replace(author.address, "")
    if len(people) > 1:
        name = author.name
    for warning in warnings_about(name, author.address):
        reading.note(warning)
    return author


def _everybody(headers: Headers, name: str, reading: Reading) -> list[Person]:
    if headers.count(name) > 1:
        reading.note(f"duplicate_{name}")
    people: list[Person] = []
    for value in headers.all_text(name)[:20]:
        parsed = _parse(value, headers)
        if set(parsed.problems) & {"unreadable", "too_many"}:
            reading.note(f"{name}_unreadable")
        people += [Person(found.name, found.address) for found in parsed.addresses]
    return list(dict.fromkeys(people))


def _delivered_to(headers: Headers) -> list[str]:
    """The addresses by which the mail reached us, the outermost hop first; they tell the mailbox when To does not."""
    found = [
        address.address
        for name in ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
        for value in headers.all_text(name)[:20]
        for address in _parse(value, headers).addresses
    ]
    return list(dict.fromkeys(found))


def _read(headers: Headers, name: str) -> ParsedAddresses:
    return _parse(headers.text(name), headers)


def _parse(value: str, headers: Headers) -> ParsedAddresses:
    return parse_addresses(value, lambda text: clean_text(decode_words(text, headers.fallback)))


def _first(parsed: ParsedAddresses) -> Person | None:
    return Person(parsed.addresses[0].name, parsed.addresses[0].address) if parsed.addresses else None
