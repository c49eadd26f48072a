"""Pointers: after commit, the rooms of a ticket are told that it moved, and how far. They carry no content: whoever hears one
fetches through the API, so rights and serialisation live in one place. A lost pointer is healed by `seq`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from tandem.infra import rooms
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.changes import Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.kernel.pipeline import Outcome
from tandem.tickets.models import Ticket

#: Number, seq and version of a ticket.
Place = tuple[int, int, int]

#: Kinds of streams whose change alters the reference data of every screen.
CATALOGUE_KINDS = frozenset({"department", "team", "status", "person", "mailbox"})


def publish(outcome: Outcome) -> None:
    """After commit: tell the rooms of every ticket that this run touched."""
    by_ticket: dict[int, list[Event]] = defaultdict(list)
    for event in outcome.events:
        if event.stream_kind == "ticket":
            by_ticket[event.stream_id].append(event)
    for ticket_id, events in by_ticket.items():
        if events[-1].kind == "ticket.deleted":
            # Who may see it cannot be asked any more. Those in its room could; to others, that something is gone says nothing.
            rooms.tell(f"ticket:{ticket_id}", {"type": "gone", **(events[-1].new or {})})
            rooms.tell("tickets", {"type": "gone"})
            continue
        fields = {event.field for event in events if event.field}
        place = _reached(outcome.run, ticket_id) or _stored(ticket_id)
        if place is not None:
            _tell(ticket_id, place, fields, [event.id for event in events])
            moved = next((event for event in reversed(events) if event.field == "department"), None)
            if moved is not None:
                _tell_who_lost_it(ticket_id, place, moved)
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


def _reached(run: Run | None, ticket_id: int) -> Place | None:
    """Where the run has brought the ticket; None for a run of another process."""
    ref = Ref("ticket", ticket_id)
    if run is None or ref not in run.stands:
        return None
    stand = run.stands[ref]
    return run.record(ref).number, stand.seq, stand.version


def _stored(ticket_id: int) -> Place | None:
    return next(iter(_place().rows(ticket=ticket_id)), None)


@cache
def _place() -> Prepared:
    return prepare(Ticket._base_manager.filter(id=Blank("ticket")).values_list("number", "seq", "version"))


def _tell(ticket_id: int, place: Place, fields: Iterable[str], events: Iterable[int]) -> None:
    number, seq, version = place
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


def _tell_who_lost_it(ticket_id: int, place: Place, moved: Event) -> None:
    """Only those who see it where it is now have heard the above. Who saw it before cannot be asked any more: whoever has it
    open knows its number and is told who moved it (`by`) where to (`department`); to all others, that something is gone from
    their lists says nothing."""
    by = None if moved.actor_id is None else str(moved.actor_id)
    rooms.tell(f"ticket:{ticket_id}", {"type": "gone", "number": place[0], "by": by, "department": str(moved.new)})
    rooms.tell("tickets", {"type": "gone"})
    rooms.recheck_rooms([f"{kind}:{ticket_id}" for kind in ("ticket", "presence", "row")])
