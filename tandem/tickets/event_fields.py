"""What rules may ask besides the ticket: what just happened to it, what it was before, and what the clock says.

A rule on a change sees a `TicketChange`. Facts of the event have a predicate alone: nothing happens in a list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.conditions.clock_fields import CLOCK_FIELDS
from tandem.conditions.fields import Catalogue, Fact, Field
from tandem.conditions.types import PERSON, Boolean, Choice, SetOf, Text, ValueType
from tandem.infra.words import Words
from tandem.tickets.condition_fields import CATALOGUE, TicketFacts
from tandem.tickets.vocabulary import CHANNELS

#: Kinds of events that a rule may wait for.
EVENT_NAMES: Final[dict[str, Words]] = {
    "ticket.opened": _("The ticket was opened"),
    "message.received": _("The customer wrote"),
    "message.replied": _("An agent replied"),
    "message.noted": _("A note was written"),
    "message.undone": _("A reply was taken back"),
    "ticket.subject_changed": _("The subject changed"),
    "ticket.status_changed": _("The status changed"),
    "ticket.priority_changed": _("The priority changed"),
    "ticket.type_changed": _("The type changed"),
    "ticket.owner_changed": _("The owner changed"),
    "ticket.team_changed": _("The team changed"),
    "ticket.department_changed": _("The department changed"),
    "ticket.requester_changed": _("The requester changed"),
    "ticket.due_changed": _("The due time changed"),
    "ticket.tags_changed": _("The tags changed"),
    "ticket.cc_changed": _("The copies changed"),
    "ticket.followers_changed": _("The followers changed"),
    "ticket.snoozed": _("The ticket was snoozed"),
    "ticket.woken": _("The ticket woke up"),
    "ticket.marked_spam": _("The ticket was marked as spam"),
    "ticket.unmarked_spam": _("The ticket was taken out of spam"),
    "ticket.trashed": _("The ticket was moved to the trash"),
    "ticket.restored": _("The ticket was restored"),
}
#: Whose doing it was (TR-09: what a rule does is neither an agent's nor a customer's update).
AUTHOR_NAMES: Final[dict[str, Words]] = {
    "customer": _("Customer"),
    "agent": _("Agent"),
    "system": _("System"),
    "rule": _("Rule"),
}
VISIBILITY_NAMES: Final[dict[str, Words]] = {"public": _("Public reply"), "internal": _("Internal note")}


@dataclass(frozen=True, slots=True)
class TicketChange:
    """One change of one ticket. `before` is None for a ticket that was not there: everything that is set in it has changed.

    The facts of the message are those of the one that this change brought; None where it brought none.
    """

    after: TicketFacts
    before: TicketFacts | None = None
    events: frozenset[str] = field(default=frozenset())
    author_kind: str = "system"
    author_id: int | None = None
    message_visibility: str | None = None
    message_channel: str | None = None
    message_text: str | None = None
    message_automatic: bool | None = None


def _of_ticket(fact: Field) -> Field:
    """A field of the ticket, read after the change and before it."""

    def before(change: TicketChange) -> Any:
        return fact.reader(change.before) if change.before is not None else None

    return replace(fact, reader=lambda change: fact.reader(change.after), before=before)


def _of_event(key: str, label: Words, kind: ValueType, reader: Callable[[TicketChange], Any]) -> Field:
    return Field(key, label, kind, reader, kind=Fact.EVENT)


EVENT_FIELDS: Final[tuple[Field, ...]] = (
    _of_event("event", _("What happened"), SetOf(Choice(EVENT_NAMES)), lambda change: change.events),
    _of_event("author_kind", _("Updated by"), Choice(AUTHOR_NAMES), lambda change: change.author_kind),
    _of_event("author", _("Person who did it"), PERSON, lambda change: change.author_id),
    _of_event(
        "message_visibility", _("New message"), Choice(VISIBILITY_NAMES), lambda change: change.message_visibility
    ),
    _of_event("message_channel", _("Channel of the message"), Choice(CHANNELS), lambda change: change.message_channel),
    _of_event("message_text", _("Text of the new message"), Text(), lambda change: change.message_text),
    _of_event(
        "message_automatic",
        _("Message was sent automatically"),
        Boolean(),
        lambda change: change.message_automatic,
    ),
)
#: What triggers read; its fields of the ticket and of the clock can also be asked of the database.
RULE_CATALOGUE: Final = Catalogue([*map(_of_ticket, CATALOGUE), *EVENT_FIELDS, *CLOCK_FIELDS])
