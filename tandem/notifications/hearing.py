"""What somebody has heard of already: how many notifications are left, and which were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Q, QuerySet

from tandem.infra.clock import now_ms
from tandem.notifications.base import notification_kinds
from tandem.notifications.models import Notification
from tandem.people.actors import StaffActor, has_right
from tandem.tickets.queries import visible_to

#: Counting stops where nobody reads the number any more.
COUNT_CAP: Final = 1_000


def told_to(actor: StaffActor, *, unread: bool = False) -> QuerySet[Notification]:
    """What somebody was told, of tickets that they may still see (sec:Z-06) and of the house where they still have the right."""
    own = Notification.objects.filter(person_id=actor.me)
    house = [kind.name for kind in notification_kinds().values() if kind.right and has_right(actor, kind.right)]
    found = own.filter(Q(ticket__in=visible_to(actor)) | Q(ticket__isnull=True, kind__in=house))
    return found.filter(read_at__isnull=True) if unread else found


def unread_of(actor: StaffActor) -> int:
    """How many are left to read, at most `COUNT_CAP`."""
    return told_to(actor, unread=True)[:COUNT_CAP].count()


def heard(person_id: int, ticket_id: int) -> None:
    """Whoever reads a ticket has heard what they were told of it."""
    Notification.objects.filter(person_id=person_id, ticket_id=ticket_id, read_at__isnull=True).update(read_at=now_ms())


def read(person_id: int, ids: Sequence[int] | None) -> None:
    """Mark these as read, or all of them for None."""
    unread = Notification.objects.filter(person_id=person_id, read_at__isnull=True)
    (unread if ids is None else unread.filter(id__in=list(ids))).update(read_at=now_ms())
