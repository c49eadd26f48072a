"""Which events of a ticket a department may have its agents review before a reply leaves, beside public messages (AC-30).

Public messages of people always block: that is the floor, and nobody's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

#: Kind, as a department chooses it -> the kinds of events that it takes together.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "note": ("message.noted", "message.edited"),
    "status": ("ticket.status_changed", "ticket.snoozed", "ticket.woken"),
    "assignment": ("ticket.owner_changed", "ticket.team_changed", "ticket.department_changed"),
    "field": (
        *("ticket.subject_changed", "ticket.priority_changed", "ticket.type_changed", "ticket.due_changed"),
        *("ticket.tags_changed", "ticket.requester_changed", "ticket.cc_changed"),
    ),
}
#: What no choice makes blocking. Every kind of the ticket's stream stands in exactly one of the two tables.
NEVER: Final[tuple[str, ...]] = (
    # Either they block anyway, or what they told of is gone.
    *("message.received", "message.replied", "message.undone"),
    # Whoever has a message before them that is gone answers less, not wrongly; one that came blocks as a message.
    *("message.moved_away", "message.moved_here"),
    # The same mail, shown better.
    "message.read_again",
    # About texts that are not sent yet: whoever writes sees them beside the composer, and nothing has been said to anybody.
    *("scheduled_reply.created", "scheduled_reply.held", "scheduled_reply.stopped", "mailed_answer.held"),
    *("draft.asked", "draft.handed_over", "draft.declined", "draft.taken_over", "chat.wanted"),
    # No person causes these.
    *("message.sent_automatically", "automatic_mail.paused", "sender.asked", "sender.confirmed"),
    *("delivery.sent", "delivery.failed", "delivery.uncertain", "delivery.withheld"),
    # The same words once more.
    "delivery.sent_again",
    # What is said in a conversation blocks, not that there is one.
    *("conversation.started", "conversation.renamed"),
    # Whose notifications come is nobody else's matter.
    "ticket.followers_changed",
    *("attachment.removed", "attachment.restored", "attachment.deleted"),
    # A ticket in a folder takes no reply at all; out of it again, it is as it was.
    *("ticket.marked_spam", "ticket.unmarked_spam", "ticket.trashed", "ticket.restored"),
    *("ticket.opened", "ticket.deleted", "ticket.cloned", "ticket.cloned_from", "ticket.erased"),
)
#: Kind -> what it is called among the settings of a department.
NAMES: Final[Mapping[str, Words]] = {
    "note": _("internal notes"),
    "status": _("the status and snoozing"),
    "assignment": _("whom a ticket is assigned to"),
    "field": _("other fields"),
}


def events_of(kinds: Iterable[str]) -> list[str]:
    """The kinds of events that these kinds take together; what is no kind takes nothing."""
    return [event for kind in kinds for event in KINDS.get(kind, ())]
