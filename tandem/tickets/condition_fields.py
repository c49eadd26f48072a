"""What conditions may ask of a ticket. Views, filters, counts, policies and later rules all read this one catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.sources import Through
from tandem.conditions.types import DEPARTMENT, PERSON, TEAM, Choice, Moment, Reference, SetOf, Text
from tandem.tickets.models import Ticket, TicketCopy, TicketTag
from tandem.tickets.vocabulary import GROUPS, PRIORITIES, TYPES


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket as predicates read it: its row, and the sets that live in rows of their own."""

    row: Ticket
    status_slug: str = ""
    organisation_id: int | None = None
    tags: frozenset[str] = field(default=frozenset())
    copies: frozenset[int] = field(default=frozenset())


def _column(name: str) -> Any:
    return lambda facts: getattr(facts.row, name)


CATALOGUE: Final = Catalogue(
    [
        Field("subject", _("Subject"), Text(), _column("subject_norm"), "subject_norm"),
        Field("status", _("Status"), Choice(), lambda facts: facts.status_slug, "status__slug"),
        Field("group", _("Status group"), Choice(GROUPS, ordered=True), _column("status_group"), "status_group"),
        Field(
            "priority",
            _("Priority"),
            Choice(PRIORITIES, ordered=True, codes={name: code for code, name in enumerate(PRIORITIES)}),
            _column("priority"),
            "priority",
            sortable=True,
        ),
        Field("type", _("Type"), Choice(TYPES), _column("type"), "type"),
        Field("channel", _("Channel"), Choice(), _column("channel"), "channel"),
        Field("owner", _("Owner"), PERSON, _column("owner_id"), "owner_id"),
        Field("requester", _("Requester"), PERSON, _column("requester_id"), "requester_id"),
        Field(
            "organisation",
            _("Organisation"),
            Reference("organisation"),
            lambda facts: facts.organisation_id,
            "requester__organisation_id",
        ),
        Field("team", _("Team"), TEAM, _column("team_id"), "team_id"),
        Field("department", _("Department"), DEPARTMENT, _column("department_id"), "department_id"),
        Field(
            "tags",
            _("Tags"),
            SetOf(Choice()),
            lambda facts: facts.tags,
            Through(TicketTag, owner="ticket_id", value="tag"),
        ),
        Field(
            "cc",
            _("Copies"),
            SetOf(PERSON),
            lambda facts: facts.copies,
            Through(TicketCopy, owner="ticket_id", value="person_id"),
        ),
        Field("created", _("Created"), Moment(), _column("created_at"), "created_at", sortable=True),
        Field("updated", _("Updated"), Moment(), _column("updated_at"), "updated_at", sortable=True),
        Field("due", _("Due"), Moment(), _column("due_at"), "due_at", sortable=True),
        Field("last_customer", _("Last customer message"), Moment(), _column("last_customer_at"), "last_customer_at"),
        Field("last_agent", _("Last agent message"), Moment(), _column("last_agent_at"), "last_agent_at"),
        Field("solved", _("Solved"), Moment(), _column("solved_at"), "solved_at"),
        Field("closed", _("Closed"), Moment(), _column("closed_at"), "closed_at"),
        Field("trashed", _("Moved to the trash"), Moment(), _column("deleted_at"), "deleted_at"),
        Field("spam", _("Marked as spam"), Moment(), _column("spam_at"), "spam_at"),
    ]
)
