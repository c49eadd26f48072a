"""Read marks: one person's own memory of how far they have read. Untracked; moved backwards only on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError
from django.db.models import Max, Value
from django.db.models.functions import Greatest

from tandem.infra import clock
from tandem.kernel.actors import Actor
from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.errors import NotFound
from tandem.kernel.models import Event
from tandem.people.actors import StaffActor
from tandem.tickets.models import Message, ReadMark, Ticket

#: Nothing to read: who had read all before it has read all after it. A failed delivery is something to read.
QUIET: Final = frozenset(
    {"delivery.sent", "ticket.followers_changed", "scheduled_reply.created", "scheduled_reply.stopped"}
)


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """Let a run of which nothing is to be read leave a ticket as read as it was, for everybody."""
    told: dict[int, list[Event]] = {}
    for event in events:
        if event.stream_kind == "ticket":
            told.setdefault(event.stream_id, []).append(event)
    for ticket_id, ours in told.items():
        if all(event.kind in QUIET for event in ours):
            marks = ReadMark.objects.filter(ticket_id=ticket_id, seq__gte=ours[0].seq - 1)
            marks.update(seq=Greatest("seq", Value(ours[-1].seq)))


def keep_read(actor: Actor, ticket_id: int, before: int, after: int) -> None:
    """What somebody has read to its end stays read when they change it themselves, without looking at it once more."""
    if actor.person_id is not None:
        marks = ReadMark.objects.filter(ticket_id=ticket_id, person_id=actor.person_id, seq__gte=before)
        marks.update(seq=Greatest("seq", Value(after)))


def mark_read(actor: StaffActor, ticket_id: int, seq: int) -> None:
    """Remember that the actor has read up to `seq`, at most as far as the ticket has come. Raises NotFound when it is being
    deleted for good just now."""
    reached = Ticket._base_manager.filter(id=ticket_id).values_list("seq", flat=True).first()
    if reached is None:
        raise NotFound()
    seq = max(0, min(seq, reached))
    updated = ReadMark.objects.filter(ticket_id=ticket_id, person_id=actor.me)
    now = clock.now_ms()
    if updated.update(seq=Greatest("seq", Value(seq)), at=now):
        return
    mark = ReadMark(ticket_id=ticket_id, person_id=actor.me, seq=seq, at=now)
    try:
        ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    except IntegrityError:
        raise NotFound() from None


def mark_unread(actor: StaffActor, ticket_id: int) -> int:
    """Put the mark before the last message, so that the ticket comes back as something to read; returns up to where that is."""
    last = Message.objects.filter(shown_in_id=ticket_id).aggregate(seq=Max("seq"))["seq"] or 1
    ReadMark.objects.filter(ticket_id=ticket_id, person_id=actor.me, seq__gte=last).update(seq=last - 1)
    return int(last) - 1
