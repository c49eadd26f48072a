"""What conditions may ask of a ticket. Views, filters, counts, policies and later rules all read this one catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import BigIntegerField, Case, CharField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Reverse, Right, StrIndex
from django.utils.translation import gettext_lazy as _

from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.sources import Column, Either, Through
from tandem.conditions.types import (
    DEPARTMENT,
    PERSON,
    TEAM,
    AddressText,
    Boolean,
    Choice,
    Duration,
    Moment,
    Number,
    Passages,
    Reference,
    SetOf,
    Text,
)
from tandem.tickets.models import Message, Ticket, TicketCopy, TicketFollower, TicketTag
from tandem.tickets.vocabulary import CHANNELS, GROUPS, PRIORITIES, TYPES, WRITERS


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket as predicates read it: its row, and what stands in other rows. `texts` are those of the messages that are shown
    in it and were not taken back, in the normal form of conditions."""

    row: Ticket
    status_slug: str = ""
    organisation_id: int | None = None
    requester_key: str | None = None
    tags: frozenset[str] = field(default=frozenset())
    copies: frozenset[int] = field(default=frozenset())
    followers: frozenset[int] = field(default=frozenset())
    texts: tuple[str, ...] = ()


Reader = Callable[[TicketFacts], Any]
_NOT_CLOSED: Final = [group for group in GROUPS if group != "closed"]


def _column(name: str) -> Any:
    return lambda facts: getattr(facts.row, name)


def _unanswered(writer: str, column: str) -> tuple[Reader, Case]:
    """The last message of a side, while the other has not answered it and the ticket is not closed."""

    def read(facts: TicketFacts) -> int | None:
        row = facts.row
        waiting = row.last_message_by == writer and row.status_group != "closed"
        return getattr(row, column) if waiting else None

    waiting = Q(last_message_by=writer, status_group__in=_NOT_CLOSED)
    return read, Case(When(waiting, then=F(column)), default=None, output_field=BigIntegerField())


def _between(first: str, last: str) -> tuple[Reader, Any]:
    """The time from one moment to another; not set while one of them is not."""

    def read(facts: TicketFacts) -> int | None:
        start, end = getattr(facts.row, first), getattr(facts.row, last)
        return None if start is None or end is None else end - start

    return read, ExpressionWrapper(F(last) - F(first), output_field=BigIntegerField())


def _open_since(facts: TicketFacts) -> int | None:
    return facts.row.created_at if facts.row.status_group != "closed" else None


def _domain(facts: TicketFacts) -> str | None:
    return facts.requester_key.rpartition("@")[2] if facts.requester_key else None


#: Behind the last @: a quoted local part may hold another.
_DOMAIN_COLUMN: Final = Right(
    "requester__email_key", StrIndex(Reverse("requester__email_key"), Value("@")) - 1, output_field=CharField()
)
_OPEN_SINCE_COLUMN: Final = Case(
    When(status_group__in=_NOT_CLOSED, then=F("created_at")), default=None, output_field=BigIntegerField()
)
_TEXTS: Final = Through(Message, owner="shown_in_id", value="text_norm", only={"undone_at": None})
_PRIORITY: Final = Choice(PRIORITIES, ordered=True, codes={name: code for code, name in enumerate(PRIORITIES)})

#: The ticket itself.
_OWN: Final = (
    Field("number", _("Number"), Number(), _column("number"), "number"),
    Field("subject", _("Subject"), Text(), _column("subject_norm"), "subject_norm"),
    Field(
        "text",
        _("Subject or text"),
        Passages(),
        lambda facts: (facts.row.subject_norm, *facts.texts),
        Either((Column("subject_norm"), _TEXTS)),
    ),
    Field("status", _("Status"), Choice(), lambda facts: facts.status_slug, "status__slug"),
    Field("group", _("Status group"), Choice(GROUPS, ordered=True), _column("status_group"), "status_group"),
    Field("priority", _("Priority"), _PRIORITY, _column("priority"), "priority", sortable=True),
    Field("type", _("Type"), Choice(TYPES), _column("type"), "type"),
    Field(
        "tags",
        _("Tags"),
        SetOf(Choice()),
        lambda facts: facts.tags,
        Through(TicketTag, owner="ticket_id", value="tag", few=True),
    ),
    Field("channel", _("Channel"), Choice(CHANNELS), _column("channel"), "channel"),
    Field("mailbox", _("Mailbox"), Reference("mailbox", ()), _column("mailbox_id"), "mailbox_id"),
    Field(
        "follow_up",
        _("Follows a closed ticket"),
        Boolean(),
        lambda facts: facts.row.follow_up_of_id is not None,
        Case(When(follow_up_of_id__isnull=False, then=True), default=False),
    ),
    Field("reopened", _("Times reopened"), Number(), _column("reopened_count"), "reopened_count"),
    Field("messages", _("Number of messages"), Number(), _column("message_count"), "message_count"),
    Field("last_writer", _("Last message by"), Choice(WRITERS), _column("last_message_by"), "last_message_by"),
)
#: Whose it is, and who wrote.
_PEOPLE: Final = (
    Field("owner", _("Owner"), PERSON, _column("owner_id"), "owner_id"),
    Field("team", _("Team"), TEAM, _column("team_id"), "team_id"),
    Field("department", _("Department"), DEPARTMENT, _column("department_id"), "department_id"),
    Field("requester", _("Requester"), PERSON, _column("requester_id"), "requester_id"),
    Field(
        "organisation",
        _("Organisation"),
        Reference("organisation"),
        lambda facts: facts.organisation_id,
        "requester__organisation_id",
    ),
    Field(
        "requester_address",
        _("Requester's address"),
        AddressText(),
        lambda facts: facts.requester_key,
        "requester__email_key",
    ),
    Field("requester_domain", _("Requester's mail domain"), AddressText(), _domain, _DOMAIN_COLUMN),
    Field(
        "cc",
        _("Copies"),
        SetOf(PERSON),
        lambda facts: facts.copies,
        Through(TicketCopy, owner="ticket_id", value="person_id", few=True),
    ),
    Field(
        "followers",
        _("Followers"),
        SetOf(PERSON),
        lambda facts: facts.followers,
        Through(TicketFollower, owner="ticket_id", value="person_id", few=True),
    ),
)
#: When what happened, and how long it took.
_TIMES: Final = (
    Field("created", _("Created"), Moment(), _column("created_at"), "created_at", sortable=True),
    Field("updated", _("Updated"), Moment(), _column("updated_at"), "updated_at", sortable=True),
    Field("due", _("Due"), Moment(), _column("due_at"), "due_at", sortable=True),
    Field("last_message", _("Last message"), Moment(), _column("last_message_at"), "last_message_at"),
    Field("last_customer", _("Last customer message"), Moment(), _column("last_customer_at"), "last_customer_at"),
    Field("last_agent", _("Last agent message"), Moment(), _column("last_agent_at"), "last_agent_at"),
    Field("waits_for_us", _("Unanswered customer message"), Moment(), *_unanswered("customer", "last_customer_at")),
    Field("waits_for_customer", _("Unanswered agent message"), Moment(), *_unanswered("agent", "last_agent_at")),
    Field("open_since", _("Opening of a ticket not closed"), Moment(), _open_since, _OPEN_SINCE_COLUMN),
    Field("accepted", _("Taken up"), Moment(), _column("accepted_at"), "accepted_at"),
    Field("solved", _("Solved"), Moment(), _column("solved_at"), "solved_at"),
    Field("closed", _("Closed"), Moment(), _column("closed_at"), "closed_at"),
    Field("time_to_take_up", _("Time until taken up"), Duration(), *_between("created_at", "accepted_at")),
    Field("time_to_solve", _("Time until solved"), Duration(), *_between("created_at", "solved_at")),
    Field("snoozed", _("Snoozed"), Moment(), _column("snoozed_at"), "snoozed_at"),
    Field("snoozed_until", _("Snoozed until"), Moment(), _column("snoozed_until"), "snoozed_until", sortable=True),
    Field("trashed", _("Moved to the trash"), Moment(), _column("deleted_at"), "deleted_at"),
    Field("spam", _("Marked as spam"), Moment(), _column("spam_at"), "spam_at"),
)

#: Field -> where a builder lists it.
TOPIC_OF: Final = {
    one.key: topic for topic, fields in (("ticket", _OWN), ("people", _PEOPLE), ("times", _TIMES)) for one in fields
}
CATALOGUE: Final = Catalogue([*_OWN, *_PEOPLE, *_TIMES])
