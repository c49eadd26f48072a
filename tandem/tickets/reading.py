"""Read marks: one person's own memory of how far they have read. Untracked, and never moved backwards."""

from __future__ import annotations

from django.db import IntegrityError
from django.db.models import Value
from django.db.models.functions import Greatest

from tandem.kernel.errors import NotFound
from tandem.people.actors import StaffActor
from tandem.tickets.models import ReadMark, Ticket


def mark_read(actor: StaffActor, ticket_id: int, seq: int) -> None:
    """Remember that the actor has read up to `seq`, at most as far as the ticket has come. Raises NotFound when it is being
    deleted for good just now."""
    reached = Ticket._base_manager.filter(id=ticket_id).values_list("seq", flat=True).first()
    if reached is None:
        raise NotFound()
    seq = max(0, min(seq, reached))
    updated = ReadMark.objects.filter(ticket_id=ticket_id, person_id=actor.me)
    if updated.update(seq=Greatest("seq", Value(seq))):
        return
    mark = ReadMark(ticket_id=ticket_id, person_id=actor.me, seq=seq)
    try:
        ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    except IntegrityError:
        raise NotFound() from None
