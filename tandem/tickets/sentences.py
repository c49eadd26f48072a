"""What happened, in words: one sentence for each kind of event of a ticket."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.infra.words import Words

_PLAIN: Final[dict[str, Words]] = {
    "ticket.opened": gettext_lazy("opened the ticket"),
    "ticket.marked_spam": gettext_lazy("marked the ticket as spam"),
    "ticket.unmarked_spam": gettext_lazy("took the ticket out of the spam folder"),
    "ticket.trashed": gettext_lazy("moved the ticket to the trash"),
    "ticket.deleted": gettext_lazy("deleted the ticket for good"),
    "ticket.restored": gettext_lazy("restored the ticket from the trash"),
    "ticket.snoozed": gettext_lazy("snoozed the ticket"),
    "ticket.woken": gettext_lazy("woke the ticket up"),
    "message.received": gettext_lazy("wrote a message"),
    "message.replied": gettext_lazy("replied"),
    "message.sent_automatically": gettext_lazy("sent an automatic acknowledgement"),
    "automatic_mail.paused": gettext_lazy("stopped automatic mail to an address: it went in a circle"),
    "sender.asked": gettext_lazy("asked the sender by mail to confirm their address"),
    "sender.confirmed": gettext_lazy("noted that the sender has confirmed their address"),
    "message.noted": gettext_lazy("wrote an internal note"),
    "message.edited": gettext_lazy("edited an internal note"),
    "message.undone": gettext_lazy("took a reply back before it left"),
    "message.read_again": gettext_lazy("read a mail once more, and otherwise than before"),
    "scheduled_reply.created": gettext_lazy("scheduled a reply"),
    "scheduled_reply.held": gettext_lazy("held a scheduled reply"),
    "scheduled_reply.stopped": gettext_lazy("stopped a scheduled reply"),
    "ticket.erased": gettext_lazy("erased what a customer had written"),
    "delivery.sent": gettext_lazy("handed a reply to the mail server"),
    "delivery.failed": gettext_lazy("could not deliver a reply"),
    "delivery.uncertain": gettext_lazy("does not know whether a reply was delivered"),
    "delivery.sent_again": gettext_lazy("sent a reply once more"),
    "delivery.withheld": gettext_lazy("sent no mail: this is a sample customer"),
}
#: Sentences that name something: a file, another ticket. Without its name when the reader may not know it.
_NAMING: Final[dict[str, tuple[Words, Words]]] = {
    "attachment.removed": (gettext_lazy("removed the file %(name)s"), gettext_lazy("removed a file")),
    "attachment.restored": (gettext_lazy("restored the file %(name)s"), gettext_lazy("restored a file")),
    "attachment.deleted": (gettext_lazy("deleted the file %(name)s for good"), gettext_lazy("deleted a file for good")),
    "conversation.started": (
        gettext_lazy("started the conversation “%(name)s”"),
        gettext_lazy("started a conversation"),
    ),
    "conversation.renamed": (
        gettext_lazy("gave a conversation another title: “%(name)s”"),
        gettext_lazy("gave a conversation another title"),
    ),
    "mailed_answer.held": (
        gettext_lazy("held an answer that %(name)s sent by mail: it waits as their draft"),
        gettext_lazy("held an answer that a colleague sent by mail: it waits as their draft"),
    ),
    "chat.wanted": (gettext_lazy("wanted to talk to %(name)s"), gettext_lazy("wanted to talk to a colleague")),
    "draft.asked": (gettext_lazy("asked %(name)s for their draft"), gettext_lazy("asked for a draft")),
    "draft.handed_over": (gettext_lazy("handed a draft over to %(name)s"), gettext_lazy("handed a draft over")),
    "draft.declined": (
        gettext_lazy("went on with the draft that %(name)s asked for"),
        gettext_lazy("went on with a draft that was asked for"),
    ),
    "draft.taken_over": (gettext_lazy("took over the draft of %(name)s"), gettext_lazy("took over a draft")),
    "message.moved_away": (
        gettext_lazy("moved a message to %(name)s, where it belongs"),
        gettext_lazy("moved a message to another ticket"),
    ),
    "message.moved_here": (
        gettext_lazy("moved a message here from %(name)s"),
        gettext_lazy("moved a message here from another ticket"),
    ),
    "ticket.cloned": (gettext_lazy("cloned this ticket as %(name)s"), gettext_lazy("cloned this ticket")),
    "ticket.cloned_from": (
        gettext_lazy("made this ticket as a clone of %(name)s"),
        gettext_lazy("made this ticket as a clone of another"),
    ),
}
#: In a further conversation, which is named; without its title once the ticket has it no more.
_IN_CONVERSATION: Final[dict[str, Words]] = {
    "message.received": gettext_lazy("wrote a message in “%(name)s”"),
    "message.replied": gettext_lazy("replied in “%(name)s”"),
    "message.noted": gettext_lazy("wrote in the internal conversation “%(name)s”"),
}
_FIELDS: Final[dict[str, Words]] = {
    "subject": gettext_lazy("subject"),
    "status": gettext_lazy("status"),
    "priority": gettext_lazy("priority"),
    "type": gettext_lazy("type"),
    "owner": gettext_lazy("owner"),
    "team": gettext_lazy("team"),
    "department": gettext_lazy("department"),
    "requester": gettext_lazy("requester"),
    "due_at": gettext_lazy("due time"),
    "tags": gettext_lazy("tags"),
    "cc": gettext_lazy("copies"),
    "followers": gettext_lazy("followers"),
}


def sentence(kind: str, field: str | None, old: str | None, new: str | None) -> str:
    """The sentence of an event without its subject, in the active language; `old` and `new` as people read them."""
    if kind in _IN_CONVERSATION and new:
        return str(_IN_CONVERSATION[kind]) % {"name": new}
    if kind in _PLAIN:
        return str(_PLAIN[kind])
    if kind in _NAMING:
        named, nameless = _NAMING[kind]
        return str(named) % {"name": new} if new else str(nameless)
    if field in {"tags", "cc", "followers"}:
        return _sets(str(_FIELDS[field]), removed=old, added=new)
    name = str(_FIELDS.get(field or "", field or kind))
    if old == new:
        # The row differs and the word does not: a department has statuses of its own.
        return _("kept the %(field)s %(new)s") % {"field": name, "new": new}
    if new is None:
        return _("cleared the %(field)s (it was %(old)s)") % {"field": name, "old": old}
    if old is None:
        return _("set the %(field)s to %(new)s") % {"field": name, "new": new}
    return _("changed the %(field)s from %(old)s to %(new)s") % {"field": name, "old": old, "new": new}


def _sets(name: str, removed: str | None, added: str | None) -> str:
    values = {"field": name, "added": added, "removed": removed}
    if added and removed:
        return _("changed the %(field)s: added %(added)s, removed %(removed)s") % values
    if added:
        return _("added to the %(field)s: %(added)s") % values
    return _("removed from the %(field)s: %(removed)s") % values
