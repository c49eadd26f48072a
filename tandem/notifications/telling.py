"""Who is told what of a change, and by which doors: one change, one notification a person, by the most specific kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import Doors, NotificationKind, notification_kinds
from tandem.notifications.choices import doors_of
from tandem.tickets.audience import who_sees


@dataclass(frozen=True, slots=True)
class Told:
    """One person hears of one event."""

    kind: NotificationKind
    person: int
    event: Event
    doors: Doors


def told(run: Run, changes: ChangeSet, events: Sequence[Event]) -> list[Told]:
    """What to tell to whom, in the order of the events; found out once a run."""
    return run.remember(__name__, lambda: _told(run, changes, events))


def _told(run: Run, changes: ChangeSet, events: Sequence[Event]) -> list[Told]:
    """Only to people who still work here and see the ticket as it is after this run. Whoever hears of a change in two ways, as its
    owner and as a follower, hears of it in the way that comes first in `settings.NOTIFICATION_KINDS`."""
    found: dict[tuple[int, int], tuple[NotificationKind, Event]] = {}
    for kind in notification_kinds().values():
        for event in events:
            if event.kind in kind.events:
                for person in kind.recipients(run, changes, event):
                    if person != run.actor.person_id:
                        found.setdefault((event.stream_id, person), (kind, event))
    if not found:
        return []
    # Who is told of what is about no ticket has the right for it.
    of_house = {key for key, (kind, _event) in found.items() if kind.right}
    tickets = [key for key in found if key not in of_house]
    people = {ticket: frozenset(who for at, who in tickets if at == ticket) for ticket, _person in tickets}
    seeing = {(ticket, person) for ticket, who in people.items() for person in who_sees(who, ticket)} | of_house
    chosen = doors_of({person for _ticket, person in seeing}) if seeing else {}
    return [
        Told(kind, person, event, chosen.get((person, kind.name), kind.doors))
        for (ticket, person), (kind, event) in sorted(found.items(), key=lambda one: (one[1][1].seq, one[0]))
        if (ticket, person) in seeing
    ]
