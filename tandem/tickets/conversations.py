"""The further conversations of a ticket: who may be in one, and which messages belong there.

A conversation with the customer holds public messages, an internal one notes. The ticket's first has no row and holds both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.infra.words import Words
from tandem.kernel.changes import Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Person
from tandem.tickets.audience import check_all_see
from tandem.tickets.models import Conversation

CUSTOMER: Final = "customer"
INTERNAL: Final = "internal"
KINDS: Final = (CUSTOMER, INTERNAL)
#: Kind of a conversation -> the kind of draft, and the right of a ticket, that writing in it asks for.
WRITTEN_AS: Final[Mapping[str, str]] = {CUSTOMER: "reply", INTERNAL: "note"}
#: Of one ticket: its page carries the names of all.
MAX_CONVERSATIONS: Final = 200
FIXED: Final = gettext_lazy("The kind of a conversation is fixed at its start. Start another conversation.")
_ELSEWHERE: Final[Mapping[str, Words]] = {
    CUSTOMER: gettext_lazy(
        "This conversation is with the customer: it holds no internal notes. Write the note in an internal one."
    ),
    INTERNAL: gettext_lazy(
        "This conversation is internal: nothing in it goes to a customer. Write the reply in another one."
    ),
}


def check_takes(ticket: Ref, conversation: int | None, kind: str) -> None:
    """Let messages of a `kind` into a conversation. Asks nothing of the database for the ticket's first. Raises Invalid."""
    if conversation is None:
        return
    found = kind_of(ticket.id, conversation)
    if found is None:
        raise Invalid([Problem("/conversation_id", "not_found", _("This ticket has no such conversation."))])
    if found != kind:
        raise Invalid([Problem("/visibility", "conversation.kind", _ELSEWHERE[found])])


def within(conversation: int | None) -> Q:
    """The messages of one conversation among those of its ticket; None is the first."""
    return Q(conversation__isnull=True) if conversation is None else Q(conversation_id=conversation)


def kind_of(ticket_id: int, conversation: int) -> str | None:
    """The kind of a conversation, None for one that this ticket does not have. No lock: it is fixed for ever."""
    rows = Conversation.objects.filter(id=conversation, ticket_id=ticket_id)
    return rows.values_list("kind", flat=True).first()


def check_colleagues(run: Run, ticket: Ref, named: Mapping[int, str]) -> None:
    """Only colleagues who see the ticket are asked to join. Raises Invalid where each of the others is named (OD-38)."""
    check_all_see(run.record(ticket), named, _refusal)


def _refusal(pointer: str, person: Person | None) -> Problem:
    if person is None:
        return Problem(pointer, "not_found", _("There is nobody of this id."))
    words = {"name": person.name or person.email}
    if person.role is None:
        sentence = _("%(name)s is a customer and cannot be added: only colleagues are asked to join.") % words
        return Problem(pointer, "customer", sentence)
    return Problem(pointer, "no_access", _("%(name)s cannot see this ticket.") % words)
