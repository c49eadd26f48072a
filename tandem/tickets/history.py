"""The history of a ticket by person, by field and by kind of event (TB-05)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from tandem.kernel.history import EventRow
from tandem.kernel.models import Event
from tandem.tickets.conversations import within
from tandem.tickets.models import Attachment, Delivery, Message

#: Kind of event as people filter by it -> the kinds of events that it takes together. Every kind of the ticket's stream stands
#: in exactly one; a new one is entered here.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "messages": (
        *("message.received", "message.replied", "message.undone"),
        *("message.sent_automatically", "automatic_mail.paused", "sender.asked", "sender.confirmed"),
        *("message.moved_away", "message.moved_here", "message.read_again"),
        *("scheduled_reply.created", "scheduled_reply.held", "scheduled_reply.stopped", "mailed_answer.held"),
    ),
    "notes": ("message.noted", "message.edited"),
    "talks": ("chat.wanted",),
    "drafts": ("draft.asked", "draft.handed_over", "draft.declined", "draft.taken_over"),
    "delivery": ("delivery.sent", "delivery.failed", "delivery.uncertain", "delivery.withheld", "delivery.sent_again"),
    "status": ("ticket.status_changed",),
    "assignment": ("ticket.owner_changed", "ticket.team_changed", "ticket.department_changed"),
    "fields": ("ticket.subject_changed", "ticket.priority_changed", "ticket.type_changed", "ticket.due_changed"),
    "tags": ("ticket.tags_changed",),
    "conversations": ("conversation.started", "conversation.renamed"),
    "people": ("ticket.requester_changed", "ticket.cc_changed"),
    "followers": ("ticket.followers_changed",),
    "snooze": ("ticket.snoozed", "ticket.woken"),
    "files": ("attachment.removed", "attachment.restored", "attachment.deleted"),
    "folders": ("ticket.marked_spam", "ticket.unmarked_spam", "ticket.trashed", "ticket.restored"),
    "ticket": ("ticket.opened", "ticket.deleted", "ticket.cloned", "ticket.cloned_from", "ticket.erased"),
}
_GROUP_OF: Final = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
#: Stands for whatever acted without being a person, where an id of a person stands else.
NOBODY: Final = "system"
#: Stands for the ticket's first conversation, where an id of a further one stands else.
FIRST: Final = "first"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show; empty is no limit, and all that is given has to hold. `person` is an id, or `system`;
    `conversation` is an id, or `first`: what was written in it, and what became of that."""

    groups: Collection[str] = ()
    fields: Collection[str] = ()
    person: str = ""
    conversation: str = ""

    def __bool__(self) -> bool:
        return bool(self.groups or self.fields or self.person or self.conversation)


@dataclass(frozen=True, slots=True)
class Facets:
    """How many events there are of each person (None: nobody), of each field, of each group."""

    people: dict[int | None, int]
    fields: dict[str, int]
    groups: dict[str, int]


def filtered(
    ticket_id: int, wanted: Wanted, *, after: int, before: int | None, limit: int, newest: bool
) -> list[EventRow]:
    """At most `limit` events of a ticket by seq. Walks the index of its stream, so that no more than this ticket is read."""
    rows = Event.objects.filter(stream_kind="ticket", stream_id=ticket_id, seq__gt=after).filter(
        _where(ticket_id, wanted)
    )
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = rows.order_by("-seq" if newest else "seq").values_list(*EventRow._fields)[:limit]
    return [EventRow(*row) for row in found]


def _where(ticket_id: int, wanted: Wanted) -> Q:
    where = Q()
    if wanted.groups:
        where &= Q(kind__in=[kind for group in wanted.groups for kind in GROUPS[group]])
    if wanted.fields:
        where &= Q(field__in=list(wanted.fields))
    if wanted.person:
        where &= Q(actor_id__isnull=True) if wanted.person == NOBODY else Q(actor_id=int(wanted.person))
    if wanted.conversation:
        where &= _in_conversation(ticket_id, wanted.conversation)
    return where


def _in_conversation(ticket_id: int, conversation: str) -> Q:
    """Events of the messages of a conversation, of their files and their mails, and of the conversation itself."""
    further = None if conversation == FIRST else int(conversation)
    said = Message.objects.filter(within(further), shown_in_id=ticket_id)
    parts = Q(part_kind="message", part_id__in=said.values("id"))
    for kind, model in (("attachment", Attachment), ("delivery", Delivery)):
        hanging = model._default_manager.filter(message_id__in=said.values("id"))
        parts |= Q(part_kind=kind, part_id__in=hanging.values("id"))
    # A ticket begins with its first conversation.
    return parts | (Q(kind="ticket.opened") if further is None else Q(part_kind="conversation", part_id=further))


def facets(ticket_id: int) -> Facets:
    """What there is to filter by in a ticket's history: one query."""
    people: dict[int | None, int] = {}
    fields: dict[str, int] = {}
    groups: dict[str, int] = {}
    rows = Event.objects.filter(stream_kind="ticket", stream_id=ticket_id).values_list("kind", "field", "actor_id")
    for kind, field, actor, count in rows.annotate(count=Count("id")).order_by():
        people[actor] = people.get(actor, 0) + count
        if kind in _GROUP_OF:
            groups[_GROUP_OF[kind]] = groups.get(_GROUP_OF[kind], 0) + count
        if field is not None and kind.startswith("ticket."):
            fields[field] = fields.get(field, 0) + count
    return Facets(people, fields, groups)
