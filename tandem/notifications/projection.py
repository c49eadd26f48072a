"""Notifications are rows of the same transaction as what they tell of; the mail is an effect, the bell rings after commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tandem.infra import rooms
from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind, notification_kinds
from tandem.notifications.models import Notification
from tandem.people.installation import public_url
from tandem.people.models import Person
from tandem.tickets.audience import who_sees
from tandem.tickets.models import Ticket


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
    """One mail for each notification of a kind that mails, written now, in the reader's language. Imports tell nobody."""
    if run.actor.kind == "import":
        return
    for kind, person_id, event in _told(run, changes, events):
        if not kind.mail:
            continue
        person = Person.objects.get(id=person_id)
        ticket = Ref("ticket", event.stream_id)
        payload = {
            "ticket_id": str(ticket.id),
            "person_id": str(person_id),
            "to": person.email,
            "name": person.name,
            "language": person.language,
            **_words(run, changes, kind, ticket, person.language),
        }
        yield EffectRequest("mail.notify", f"{kind.name}:{event.id}:{person_id}", payload)


def _words(run: Run, changes: ChangeSet, kind: NotificationKind, ticket: Ref, language: str) -> dict[str, str]:
    """Subject and text of a mail, in one language."""
    actor = Person.objects.filter(id=run.actor.person_id or 0).values_list("name", "email").first()
    number = Ticket._base_manager.values_list("number", flat=True).get(id=ticket.id)
    with translation.override(language or "en"):
        names = {
            "actor": (actor[0] or actor[1]) if actor else "Tandem",
            "subject": run.after(changes, ticket, "subject"),
        }
        line = str(kind.sentence) % names
        link = f"{public_url()}/agent/tickets/{number}"
        footer = _("Answer in the workspace: a reply to this mail reaches nobody.")
    return {"subject": one_line(f"[#{number}] {line}", 200), "text": f"{line}\n\n{link}\n\n{footer}\n"}


def _told(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[tuple[NotificationKind, int, Event]]:
    """What to tell to whom: only to people who still work here and see the ticket as it is after this run."""
    for event in events:
        for kind in notification_kinds().values():
            if event.kind in kind.events:
                people = frozenset(kind.recipients(run, changes, event)) - {run.actor.person_id}
                for person in sorted(_who_sees(run, people, event.stream_id)):
                    yield kind, person, event


def _who_sees(run: Run, people: frozenset[int], ticket: int) -> set[int]:
    return run.remember((__name__, people, ticket), lambda: who_sees(people, ticket)) if people else set()
