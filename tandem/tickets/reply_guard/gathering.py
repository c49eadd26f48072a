"""What is known around a reply that is about to be stored: read only where a department asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any, Final

from tandem.infra.addresses import is_valid, lookup_key
from tandem.kernel.changes import ChangeSet, NewRecord, Ref
from tandem.kernel.context import Run
from tandem.kernel.records import record_kinds
from tandem.people.models import Person, PersonAddress
from tandem.tickets.models import Message, Ticket
from tandem.tickets.policies import TICKET_POLICY
from tandem.tickets.reply_guard.readable import readable
from tandem.tickets.reply_guard.reasons import Facts
from tandem.tickets.reply_guard.strangers import addresses_in, numbers_in

#: Characters of a text that are looked at: what is longer is a document, and the lock is not kept for it.
LOOKED_AT: Final = 100_000
#: Addresses and numbers of one reply that are looked up.
_LOOKED_UP: Final = 100

_MESSAGE: Final = ("kind", "visibility", "automatic", "text", "parts", "to", "cc", "author_id", "author__name")


def gather(run: Run, changes: ChangeSet, reply: NewRecord, ticket: Ref, kinds: Set[str]) -> Facts:
    """The facts around a new reply: of its ticket as it stands, and of the strangers whom the text names."""
    values = reply.values
    html = (values["html"] or escape(values["text"], quote=False).replace("\n", "<br>"))[:LOOKED_AT]
    before = list(Message._base_manager.filter(shown_in_id=ticket.id, undone_at=None).order_by("seq").values(*_MESSAGE))
    public = [one for one in before if one["visibility"] == "public"]
    requester = run.after(changes, ticket, "requester")
    part = _people(requester, run.members(ticket, "cc"), public, values)
    text = readable(html) if kinds & {"address", "ticket"} else ""
    return Facts(
        html=html,
        recipients=len(values["to"]) + len(values["cc"]),
        files=sum(1 for file in changes.created("attachment") if file.values["message_id"] == reply.ref.id),
        colleagues=_colleagues() if "mention" in kinds else (),
        customers=part.names,
        foreign_addresses=_foreign_addresses(run, addresses_in(text), part),
        foreign_tickets=_foreign_tickets(run, numbers_in(text), requester),
        notes=[one["text"][:LOOKED_AT] for one in before if one["visibility"] == "internal"],
        public=[run.after(changes, ticket, "subject"), *(one["text"][:LOOKED_AT] for one in public)],
        theirs="\n".join(_visible(one) for one in public if one["kind"] == "customer" and not one["automatic"]),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Who takes part in public, and so is no surprise in the text: ids, names, keys of addresses."""

    ids: frozenset[int]
    names: list[str]
    keys: frozenset[str]


def _people(requester: int | None, copies: Iterable[int], public: Iterable[Mapping[str, Any]], new: Any) -> _Part:
    written = [address for one in (*public, new) for address in (*one["to"], *one["cc"])]
    authors = {one["author_id"]: one["author__name"] for one in public if one["author_id"]}
    ids = {*authors, *copies, *({requester} if requester else ())}
    more = Person.objects.filter(id__in=ids - set(authors), role=None).values_list("name", flat=True)
    return _Part(
        frozenset(ids),
        [*authors.values(), *more, *(address["name"] for address in written)],
        frozenset(lookup_key(address["email"]) for address in written),
    )


def _colleagues() -> list[str]:
    return list(Person.objects.filter(role__isnull=False, active=True).order_by("id").values_list("name", flat=True))


def _foreign_addresses(run: Run, addresses: Iterable[str], part: _Part) -> frozenset[str]:
    """Those of customers who take no part; what belongs to nobody here is no customer's."""
    by_key = {lookup_key(address): address for address in islice(addresses, _LOOKED_UP) if is_valid(address)}
    asked = by_key.keys() - part.keys
    if not asked:
        return frozenset()
    seen = record_kinds()["person"].policy.visible(run.actor)
    customers = Person.objects.filter(seen, role=None).exclude(id__in=part.ids)
    found = set(customers.filter(email_key__in=asked).values_list("email_key", flat=True))
    found |= set(PersonAddress.objects.filter(key__in=asked, person__in=customers).values_list("key", flat=True))
    return frozenset(address for key, address in by_key.items() if key in found)


def _foreign_tickets(run: Run, numbers: Iterable[int], requester: int | None) -> frozenset[int]:
    """Those of other customers, as far as the author sees them."""
    asked = list(islice(numbers, _LOOKED_UP))
    if not asked:
        return frozenset()
    others = Ticket._base_manager.filter(TICKET_POLICY.visible(run.actor), number__in=asked)
    return frozenset(others.exclude(requester_id=requester).values_list("number", flat=True))


def _visible(message: Mapping[str, Any]) -> str:
    visible: str = message["parts"].get("visible") or message["text"]
    return visible[:LOOKED_AT]
