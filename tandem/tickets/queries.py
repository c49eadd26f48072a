"""Reads of tickets. Nobody reads one except through `visible_to`; hot reads are prepared statements that give plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from django.db.models import QuerySet

from tandem.conditions.context import Context
from tandem.conditions.nodes import Node
from tandem.conditions.sql import to_q
from tandem.infra.prepared import Blank, Prepared, blanks, prepare, rows_of
from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.models import Attachment, Delivery, Draft, Message, ReadMark, Ticket, TicketCopy, TicketTag
from tandem.tickets.policies import TICKET_POLICY, visible_condition

#: Columns of a row of the list, each with the path that reads it.
ROW: Final[dict[str, str]] = {
    "id": "id",
    "number": "number",
    "subject": "subject",
    "snippet": "snippet",
    "status": "status__slug",
    "group": "status_group",
    "priority": "priority",
    "type": "type",
    "channel": "channel",
    "requester_id": "requester_id",
    "requester_name": "requester__name",
    "requester_email": "requester__email",
    "organisation": "requester__organisation__name",
    "owner_id": "owner_id",
    "owner_name": "owner__name",
    "team_id": "team_id",
    "team_name": "team__name",
    "department_id": "department_id",
    "department_name": "department__name",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "due_at": "due_at",
    "last_message_at": "last_message_at",
    "last_message_by": "last_message_by",
    "last_customer_at": "last_customer_at",
    "last_agent_at": "last_agent_at",
    "spam_at": "spam_at",
    "deleted_at": "deleted_at",
    "seq": "seq",
    "version": "version",
}
#: What the ticket page shows beyond its row.
PAGE: Final[dict[str, str]] = {
    **ROW,
    "organisation_id": "requester__organisation_id",
    "accepted_at": "accepted_at",
    "solved_at": "solved_at",
    "closed_at": "closed_at",
    "reopened_count": "reopened_count",
    "message_count": "message_count",
    "source_id": "source_id",
    "mailbox_id": "mailbox_id",
    "follow_up_of_id": "follow_up_of_id",
    "status_final": "status__final",
}


#: Columns of a message, each with the path that reads it.
_MESSAGE: Final[dict[str, str]] = {
    **{
        name: name
        for name in (
            "id", "seq", "kind", "visibility", "channel", "at", "text", "html", "parts", "to", "cc", "mail_id", "client_id",
            "ledger_id", "automatic", "unverified", "undone_at", "set_with_it",
        )
    },
    "author_person": "author_id",
    "author_name": "author__name",
    "author_email": "author__email",
    "author_role": "author__role",
}  # fmt: skip
_ATTACHMENT: Final = ("id", "message_id", "name", "type", "size", "inline", "cid")
_DELIVERY: Final = ("id", "message_id", "recipient", "state", "not_before", "at", "detail")
_OTHER: Final[dict[str, str]] = {
    "number": "number",
    "subject": "subject",
    "status": "status__slug",
    "group": "status_group",
    "updated_at": "updated_at",
}


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that exist for this actor."""
    return Ticket._base_manager.filter(TICKET_POLICY.visible(actor))


def visible_by(condition: Node) -> QuerySet[Ticket]:
    """The same by the condition alone, which actors of equal rights share."""
    return Ticket._base_manager.filter(to_q(condition, CATALOGUE, Context(now_ms=0)))


def ticket_row(actor: Actor, number: int) -> dict[str, Any]:
    """One ticket with everything that its page shows of itself. Raises NotFound."""
    found = _page(visible_condition(actor)).dicts(number=number)
    if not found:
        raise NotFound()
    return found[0]


@lru_cache(maxsize=256)
def _page(visible: Node) -> Prepared:
    return prepare(visible_by(visible).filter(number=Blank("number")).values_list(*PAGE.values()), list(PAGE))


def ticket_id(actor: Actor, number: int) -> int:
    """The id behind a number. Raises NotFound."""
    found = _id(visible_condition(actor)).rows(number=number)
    if not found:
        raise NotFound()
    return int(found[0][0])


@lru_cache(maxsize=256)
def _id(visible: Node) -> Prepared:
    return prepare(visible_by(visible).filter(number=Blank("number")).values_list("id"))


def number_of(ticket: int) -> int:
    """The number of a ticket whose id is known."""
    return Ticket._base_manager.values_list("number", flat=True).get(id=ticket)


def others_of(actor: Actor, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The requester's five other tickets that changed last, as far as the actor sees them."""
    return _others(visible_condition(actor)).dicts(requester=row["requester_id"], ticket=row["id"])


@lru_cache(maxsize=256)
def _others(visible: Node) -> Prepared:
    others = visible_by(visible).filter(requester_id=Blank("requester"), deleted_at__isnull=True, spam_at__isnull=True)
    newest = others.exclude(id=Blank("ticket")).order_by("-updated_at")[:5]
    return prepare(newest.values_list(*_OTHER.values()), list(_OTHER))


def tags_of(ids: Iterable[int]) -> dict[int, list[str]]:
    """Tags by ticket, in alphabetical order."""
    found: dict[int, list[str]] = defaultdict(list)
    for ticket, tag in rows_of(_tags, "id", list(ids)):
        found[ticket].append(tag)
    return found


@cache
def _tags(length: int) -> Prepared:
    rows = TicketTag.objects.filter(ticket__id__in=blanks("id", length)).order_by("tag")
    return prepare(rows.values_list("ticket_id", "tag"))


def copies_of(ticket: int) -> list[tuple[int, str, str]]:
    """(id, name, address) of those who get copies."""
    return [(person, name, email) for person, name, email in _copies().rows(ticket=ticket)]


@cache
def _copies() -> Prepared:
    rows = TicketCopy.objects.filter(ticket_id=Blank("ticket")).order_by("id")
    return prepare(rows.values_list("person_id", "person__name", "person__email"))


def read_marks(person_id: int, ids: Iterable[int]) -> dict[int, int]:
    """Up to which seq this person has read, by ticket."""
    return dict(rows_of(_read, "id", list(ids), person=person_id))


@cache
def _read(length: int) -> Prepared:
    rows = ReadMark.objects.filter(person_id=Blank("person"), ticket__id__in=blanks("id", length))
    return prepare(rows.values_list("ticket_id", "seq"))


def drafts_of(person_id: int, ids: Iterable[int]) -> frozenset[int]:
    """Which of these tickets hold an unsent text of this person."""
    return frozenset(ticket for (ticket,) in rows_of(_drafts, "id", list(ids), person=person_id))


@cache
def _drafts(length: int) -> Prepared:
    rows = Draft.objects.filter(author_id=Blank("person"), ticket__id__in=blanks("id", length))
    return prepare(rows.values_list("ticket_id"))


def messages(ticket: int, after_seq: int = 0) -> list[dict[str, Any]]:
    """The messages that are read in a ticket, oldest first, with author columns."""
    return _messages().dicts(ticket=ticket, after=after_seq)


@cache
def _messages() -> Prepared:
    rows = Message.objects.filter(shown_in_id=Blank("ticket"), seq__gt=Blank("after")).order_by("seq", "id")
    return prepare(rows.values_list(*_MESSAGE.values()), list(_MESSAGE))


def attachments_of(message_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Attachments by message."""
    return _by_message(_attachments, _ATTACHMENT, message_ids)


@cache
def _attachments(length: int) -> Prepared:
    rows = Attachment.objects.filter(message__id__in=blanks("id", length)).order_by("id")
    return prepare(rows.values_list(*_ATTACHMENT))


def deliveries_of(message_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Deliveries by message."""
    return _by_message(_deliveries, _DELIVERY, message_ids)


@cache
def _deliveries(length: int) -> Prepared:
    rows = Delivery.objects.filter(message__id__in=blanks("id", length)).order_by("id")
    return prepare(rows.values_list(*_DELIVERY))


def _by_message(
    statement: Callable[[int], Prepared], columns: Sequence[str], ids: Sequence[int]
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(statement, "id", ids):
        found[row[1]].append(dict(zip(columns, row, strict=True)))
    return found
