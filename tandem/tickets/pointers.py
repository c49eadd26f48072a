"""Pointers: after commit, the rooms of a ticket are told that it moved, and how far. They carry no content: whoever hears one
fetches through the API, so rights and serialisation live in one place. A lost pointer is healed by `seq`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tandem.infra import rooms
from tandem.kernel.models import Event
from tandem.kernel.pipeline import Outcome
from tandem.tickets.models import Ticket

#: Kinds of streams whose change alters the reference data of every screen.
CATALOGUE_KINDS = frozenset({"department", "team", "status", "person", "mailbox"})


def publish(outcome: Outcome) -> None:
    """After commit: tell the rooms of every ticket that this run touched."""
    by_ticket: dict[int, list[Event]] = defaultdict(list)
    for event in outcome.events:
        if event.stream_kind == "ticket":
            by_ticket[event.stream_id].append(event)
    for ticket_id, events in by_ticket.items():
        fields = {event.field for event in events if event.field}
        tell(ticket_id, fields, [event.id for event in events])
    for event in outcome.events:
        if event.stream_kind in CATALOGUE_KINDS and not event.kind.startswith("person.sign"):
            rooms.tell("tickets", {"type": "catalogue"})
            break
    people = {
        event.stream_id
        for event in outcome.events
        if event.stream_kind == "person" and event.field in {"role", "active"}
    }
    for person_id in people:
        rooms.recheck(person_id)
    if any(event.kind.endswith(".members_changed") for event in outcome.events):
        rooms.recheck()


def tell(ticket_id: int, fields: Iterable[str] = (), events: Iterable[int] = ()) -> None:
    """Tell the rooms that a ticket changed; also for what is a column only, such as a delivery that is under way."""
    row = Ticket._base_manager.values_list("number", "seq", "version").filter(id=ticket_id).first()
    if row is None:
        return
    number, seq, version = row
    message = {
        "type": "changed",
        "ticket": str(ticket_id),
        "number": number,
        "seq": seq,
        "version": version,
        "fields": sorted(fields),
        "events": [str(event_id) for event_id in events],
    }
    rooms.tell(f"ticket:{ticket_id}", message)
    rooms.tell("tickets", message)
