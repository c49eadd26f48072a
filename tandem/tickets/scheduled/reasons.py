"""Why a scheduled reply was held, in words: a sentence for each code."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.errors import Forbidden, NotFound, Refused
from tandem.tickets.fence import By, MovedOn
from tandem.tickets.models import Ticket

INACTIVE: Final = "author.inactive"
BROKEN: Final = "server.error"
#: What came since, of what the fence names -> the code.
MOVED_ON: Final[dict[By, str]] = {"message": "ticket.moved_on", "note": "ticket.noted", "change": "ticket.changed"}
SENTENCES: Final[dict[str, Words]] = {
    "ticket.moved_on": _("Somebody wrote on this ticket after the reply was scheduled."),
    "ticket.noted": _("A colleague noted something after the reply was scheduled."),
    "ticket.changed": _("A colleague changed the ticket after the reply was scheduled."),
    "ticket.edit_conflict": _("Somebody changed a field that was to be set with it."),
    "not_found": _("Its author does not see this ticket any more."),
    INACTIVE: _("Its author does not work here any more."),
    "ticket.trash": _("The ticket is in the trash."),
    "ticket.spam": _("The ticket is marked as spam."),
    "ticket.final": _("The ticket is closed for good and takes no reply."),
    "forbidden": _("Its author may not reply any more."),
    BROKEN: _("Something went wrong here when it was to be sent."),
}


def code_of(refusal: Refused, ticket_id: int) -> str:
    """The code under which a refusal is kept."""
    if isinstance(refusal, NotFound):
        return "not_found"
    if isinstance(refusal, MovedOn):
        return MOVED_ON[refusal.by]
    if not isinstance(refusal, Forbidden):
        return refusal.code
    found = Ticket._base_manager.filter(id=ticket_id).values_list("deleted_at", "spam_at", "status__final").first()
    deleted, spam, final = found or (None, None, False)
    if deleted is not None:
        return "ticket.trash"
    if spam is not None:
        return "ticket.spam"
    return "ticket.final" if final else "forbidden"


def sentence(code: str, detail: str) -> str:
    """What a reader is told; what has no sentence of its own says what its author was told."""
    return str(SENTENCES[code]) if code in SENTENCES else detail
