"""Notifications are rows of the same transaction as what they tell of; the mail is an effect, the bell rings after commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tandem.infra import rooms
from tandem.infra.addresses import InvalidAddress, lookup_key
from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind
from tandem.notifications.models import Notification
from tandem.notifications.telling import Told, told
from tandem.notifications.unsubscribing import Subscription, unsubscribe_url
from tandem.people.installation import public_url
from tandem.people.models import Person, PersonAddress
from tandem.tickets.models import Ticket

#: Kind of event -> what an answer to the mail about it becomes: a reply to the customer, or an internal note. To others there
#: is nothing to answer.
ANSWERS: Final[Mapping[str, str]] = {
    "ticket.opened": "reply",
    "ticket.owner_changed": "reply",
    "message.received": "reply",
    "message.replied": "reply",
    "message.noted": "note",
    "message.edited": "note",
}


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """Write what these events tell to whom, and ring after commit."""
    heard = [one for one in told(run, changes, events) if one.doors.in_app or one.doors.sound]
    rows = [_row(run, one) for one in heard if one.doors.in_app]
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
    for one in heard:
        transaction.on_commit(partial(rooms.tell, "me", _bell(one)), robust=True)


def _row(run: Run, one: Told) -> Notification:
    event = one.event
    return Notification(
        person_id=one.person,
        kind=one.kind.name,
        ticket_id=None if one.kind.right else event.stream_id,
        subject=_about(run, event) if one.kind.right else "",
        event_id=event.id,
        about=event.kind,
        message_id=event.part_id if event.part_kind == "message" else None,
        actor_id=run.actor.person_id,
        at=run.now,
    )


def _bell(one: Told) -> dict[str, Any]:
    """What the screens of one person hear. No words: they are fetched with the rights of whoever reads them."""
    return {
        "type": "notification",
        "person": str(one.person),
        "kind": one.kind.name,
        "ticket": "" if one.kind.right else str(one.event.stream_id),
        "listed": one.doors.in_app,
        "sound": one.doors.sound,
    }


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """One mail for each notification that is wanted by mail, written now, in the reader's language. Imports tell nobody."""
    if run.actor.kind == "import":
        return
    mailed = [one for one in told(run, changes, events) if one.doors.mail]
    people = Person.objects.in_bulk([one.person for one in mailed]) if mailed else {}
    has_it = _who_has_the_mail(changes, people)
    for one in mailed:
        if (one.event.part_id, one.person) in has_it:
            continue
        person = people[one.person]
        if one.kind.right:
            yield _of_house(run, one, person)
            continue
        ticket = Ref("ticket", one.event.stream_id)
        payload = {
            "ticket_id": str(ticket.id),
            "person_id": str(person.id),
            "unsubscribe": unsubscribe_url(Subscription(person.id, one.kind.name)),
            "to": person.email,
            "name": person.name,
            "language": person.language,
            # What the reader is shown, and so what an answer by mail has seen.
            "seen": max(event.seq for event in events if event.stream_id == ticket.id),
            "answers": ANSWERS.get(one.event.kind, ""),
            **_words(run, changes, one.kind, one.event, person.language),
        }
        yield EffectRequest("mail.notify", f"{one.kind.name}:{one.event.id}:{person.id}", payload)


def _of_house(run: Run, one: Told, person: Person) -> EffectRequest:
    """The mail about what is no ticket's; `avoid` is the mailbox by which it should not leave, being in trouble itself."""
    with translation.override(person.language or "en"):
        line = str(one.kind.words(one.event.kind)) % {"subject": _about(run, one.event), "actor": "Tandem"}
        choice = _("Choose what you are told of: %(link)s") % {"link": f"{public_url()}/agent/me/notifications"}
    payload = {
        "person_id": str(person.id),
        "right": one.kind.right,
        "to": person.email,
        "name": person.name,
        "language": person.language,
        "avoid": str(one.event.stream_id),
        "subject": one_line(line, 200),
        "line": line,
        "link": f"{public_url()}/agent{one.kind.place}",
        "choice": choice,
    }
    return EffectRequest("mail.notify", f"{one.kind.name}:{one.event.id}:{person.id}", payload)


def _about(run: Run, event: Event) -> str:
    """The name of what an event without a ticket is about: the address of a mailbox, the record of a key."""
    return str(run.record(Ref(event.stream_kind, event.stream_id)))


def _who_has_the_mail(changes: ChangeSet, people: Mapping[int, Person]) -> set[tuple[int, int]]:
    """(message, person) of everybody who is named as a recipient of a message that is told here: it comes to them by mail as it
    is, and a second mail about it would say nothing (OD-33)."""
    addressed = {
        change.ref.id: {key for one in (*change.values["to"], *change.values["cc"]) if (key := _key(one["email"]))}
        for change in changes.created("message")
        if change.values["visibility"] == "public" and "to" in change.values
    }
    keys = set().union(*addressed.values())
    if not people or not keys:
        return set()
    further = PersonAddress.objects.filter(person_id__in=people, key__in=keys).values_list("person_id", "key")
    theirs = {(person.id, person.email_key) for person in people.values()} | set(further)
    return {(message, person) for message, named in addressed.items() for person, key in theirs if key in named}


def _key(address: str) -> str | None:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return None


def _words(run: Run, changes: ChangeSet, kind: NotificationKind, event: Event, language: str) -> dict[str, str]:
    """The words of a mail, in one language; what was written on the ticket is added when it leaves."""
    ticket = Ref("ticket", event.stream_id)
    actor, number = run.remember((__name__, ticket), lambda: _names(run, ticket))
    with translation.override(language or "en"):
        names = {"actor": actor, "subject": run.after(changes, ticket, "subject")}
        line = str(kind.words(event.kind)) % names
        link = f"{public_url()}/agent/tickets/{number}"
        if event.part_kind == "message":
            link += f"?message=m{event.part_id}"
        elif event.kind == "scheduled_reply.held":
            link += "?held=1"
        choice = _("Choose what you are told of: %(link)s") % {"link": f"{public_url()}/agent/me/notifications"}
    return {"subject": one_line(f"[#{number}] {line}", 200), "line": line, "link": link, "choice": choice}


def _names(run: Run, ticket: Ref) -> tuple[str, int]:
    """Who acted, and the number of the ticket."""
    actor = Person.objects.filter(id=run.actor.person_id or 0).values_list("name", "email").first()
    number = Ticket._base_manager.values_list("number", flat=True).get(id=ticket.id)
    return (actor[0] or actor[1]) if actor else "Tandem", number
