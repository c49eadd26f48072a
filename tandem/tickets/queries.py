"""Reads of tickets. Nobody reads one except through `visible_to`; hot reads are rows of plain values, without models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import F, QuerySet

from tandem.kernel.actors import Actor
from tandem.kernel.errors import NotFound
from tandem.tickets.models import Attachment, Delivery, Message, ReadMark, Ticket, TicketCopy, TicketTag
from tandem.tickets.policies import TICKET_POLICY

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


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that exist for this actor."""
    return Ticket._base_manager.filter(TICKET_POLICY.visible(actor))


def rows(tickets: QuerySet[Ticket], columns: Mapping[str, str] = ROW) -> list[dict[str, Any]]:
    """Plain rows of some tickets: one query."""
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in tickets.values_list(*columns.values())]


def ticket_row(actor: Actor, number: int) -> dict[str, Any]:
    """One ticket with everything that its page shows of itself. Raises NotFound."""
    found = rows(visible_to(actor).filter(number=number), PAGE)
    if not found:
        raise NotFound()
    return found[0]


def ticket_id(actor: Actor, number: int) -> int:
    """The id behind a number. Raises NotFound."""
    found = visible_to(actor).filter(number=number).values_list("id", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def number_of(ticket: int) -> int:
    """The number of a ticket whose id is known."""
    return Ticket._base_manager.values_list("number", flat=True).get(id=ticket)


def tags_of(ids: Iterable[int]) -> dict[int, list[str]]:
    """Tags by ticket, in alphabetical order."""
    found: dict[int, list[str]] = defaultdict(list)
    pairs = TicketTag.objects.filter(ticket_id__in=list(ids)).order_by("tag").values_list("ticket_id", "tag")
    for ticket, tag in pairs:
        found[ticket].append(tag)
    return found


def copies_of(ticket: int) -> list[tuple[int, str, str]]:
    """(id, name, address) of those who get copies."""
    rows_ = TicketCopy.objects.filter(ticket_id=ticket).order_by("id")
    return list(rows_.values_list("person_id", "person__name", "person__email"))


def read_marks(person_id: int, ids: Iterable[int]) -> dict[int, int]:
    """Up to which seq this person has read, by ticket."""
    return dict(ReadMark.objects.filter(person_id=person_id, ticket_id__in=list(ids)).values_list("ticket_id", "seq"))


def messages(ticket: int, after_seq: int = 0) -> list[dict[str, Any]]:
    """The messages that are read in a ticket, oldest first, with author columns."""
    found = Message.objects.filter(shown_in_id=ticket, seq__gt=after_seq).order_by("seq", "id")
    rows_: Any = found.values(
        "id",
        "seq",
        "kind",
        "visibility",
        "channel",
        "at",
        "text",
        "html",
        "parts",
        "to",
        "cc",
        "mail_id",
        "client_id",
        "ledger_id",
        "automatic",
        "unverified",
        "undone_at",
        "set_with_it",
        author_person=F("author_id"),
        author_name=F("author__name"),
        author_email=F("author__email"),
        author_role=F("author__role"),
    )
    return list(rows_)


def attachments_of(message_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Attachments by message."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = ("id", "message_id", "name", "type", "size", "inline", "cid")
    for row in Attachment.objects.filter(message_id__in=message_ids).order_by("id").values(*columns):
        found[row["message_id"]].append(row)
    return found


def deliveries_of(message_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Deliveries by message."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = ("id", "message_id", "recipient", "state", "not_before", "at", "detail")
    for row in Delivery.objects.filter(message_id__in=message_ids).order_by("id").values(*columns):
        found[row["message_id"]].append(row)
    return found
