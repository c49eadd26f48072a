"""Notifications are rows of the same transaction as what they tell of; the mail is an effect, the bell rings after commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from tandem.infra import rooms
from tandem.kernel.changes import ChangeSet, EffectRequest
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind, notification_kinds
from tandem.notifications.models import Notification


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """Write what these events tell to whom."""
    rows = [
        Notification(
            person_id=person,
            kind=kind.name,
            ticket_id=event.stream_id,
            event_id=event.id,
            actor_id=run.actor.person_id,
            at=run.now,
        )
        for kind, person, event in _told(run, changes, events)
    ]
    if not rows:
        return
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        transaction.on_commit(
            lambda person=row.person_id: rooms.tell("me", {"type": "notification", "person": str(person)}),  # type: ignore[misc]
            robust=True,
        )


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """One mail for each notification of a kind that mails. Imports tell nobody."""
    if run.actor.kind == "import":
        return
    for kind, person, event in _told(run, changes, events):
        if kind.mail:
            payload = {
                "kind": kind.name,
                "person_id": str(person),
                "ticket_id": str(event.stream_id),
                "actor_id": str(run.actor.person_id) if run.actor.person_id else None,
                "message_id": str(event.part_id) if event.part_id else None,
            }
            yield EffectRequest("mail.notify", f"{kind.name}:{event.id}:{person}", payload)


def _told(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[tuple[NotificationKind, int, Event]]:
    for event in events:
        for kind in notification_kinds().values():
            if event.kind in kind.events:
                for person in dict.fromkeys(kind.recipients(run, changes, event)):
                    if person != run.actor.person_id:
                        yield kind, person, event
