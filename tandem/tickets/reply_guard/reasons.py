"""Everything in a reply that is worth a look before it leaves. Pure: from facts to reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from tandem.tickets.reply_guard.callings import callings
from tandem.tickets.reply_guard.passages import quoted
from tandem.tickets.reply_guard.promises import promised_file
from tandem.tickets.reply_guard.readable import readable
from tandem.tickets.reply_guard.scripts import script_of
from tandem.tickets.reply_guard.strangers import addresses_in, numbers_in, stands_alone

#: Kinds of reasons that a department may hold replies for, in the order of how bad they are. That a stranger is *named* only
#: ever warns: people share names, and a reply must be able to leave.
KINDS: Final = ("placeholder", "note", "mention", "address", "ticket", "attachment", "recipients", "script")
#: More people than this are seldom meant.
MANY: Final = 10

_PLACEHOLDER: Final = regex.compile(r"[{｛]{2}[^{}｛｝\n]+[}｝]{2}|\{%[^%\n]+%\}")
_CODE: Final = frozenset({"code", "pre"})
_QUOTES: Final = frozenset({"blockquote"})


@dataclass(frozen=True, slots=True)
class Reason:
    """`text` is what it is about, as it stands in the reply; empty for what is about the whole of it."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A reply and what is known around it. Addresses are without capitals."""

    html: str
    #: How many people it goes to, and how many files it carries.
    recipients: int = 1
    files: int = 0
    #: Names of colleagues, and of everybody who takes part in public.
    colleagues: Sequence[str] = ()
    customers: Sequence[str] = ()
    #: Addresses of customers who take no part in this ticket; numbers of tickets of other customers.
    foreign_addresses: frozenset[str] = frozenset()
    foreign_tickets: frozenset[int] = frozenset()
    #: What only colleagues read, what everybody of the ticket has read, and what customers wrote without what they quoted.
    notes: Sequence[str] = ()
    public: Sequence[str] = ()
    theirs: str = ""

    @property
    def text(self) -> str:
        return readable(self.html)

    @property
    def own(self) -> str:
        """Without what it quotes."""
        return readable(self.html, _QUOTES)


def _placeholders(facts: Facts) -> Iterator[str]:
    """What is written in code is shown on purpose; what the customer wrote so is theirs."""
    known = "\n".join(facts.public)
    for found in _PLACEHOLDER.finditer(readable(facts.html, _CODE)):
        if found[0] not in known:
            yield found[0]


def _notes(facts: Facts) -> Iterator[str]:
    if facts.notes and (passage := quoted(facts.text, facts.notes, facts.public)):
        yield passage


def _mentions(facts: Facts) -> Iterator[str]:
    return callings(facts.text, facts.colleagues, facts.customers)


def _addresses(facts: Facts) -> Iterator[str]:
    read = addresses_in("\n".join(facts.public))
    for address, words in addresses_in(facts.text).items():
        if address in facts.foreign_addresses and address not in read:
            yield words


def _tickets(facts: Facts) -> Iterator[str]:
    known = "\n".join(facts.public)
    for number, words in numbers_in(facts.text).items():
        if number in facts.foreign_tickets and not stands_alone(known, str(number)):
            yield words


def _attachments(facts: Facts) -> Iterator[str]:
    if not facts.files and (words := promised_file(facts.own)):
        yield words


def _recipients(facts: Facts) -> Iterator[str]:
    if facts.recipients > MANY:
        yield ""


def _scripts(facts: Facts) -> Iterator[str]:
    mine, theirs = script_of(facts.own), script_of(facts.theirs)
    if mine and theirs and mine != theirs:
        yield ""


_LOOKS: Final[Mapping[str, Callable[[Facts], Iterator[str]]]] = {
    "placeholder": _placeholders,
    "note": _notes,
    "mention": _mentions,
    "address": _addresses,
    "ticket": _tickets,
    "attachment": _attachments,
    "recipients": _recipients,
    "script": _scripts,
}


def reasons_before(facts: Facts, kinds: Iterable[str] = KINDS) -> list[Reason]:
    """What should be looked at, of these kinds, each once."""
    wanted = set(kinds)
    found = [Reason(kind, text) for kind, look in _LOOKS.items() if kind in wanted for text in look(facts)]
    return list(dict.fromkeys(found))
