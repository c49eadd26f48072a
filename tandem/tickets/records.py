"""The kinds that the ticket's stream tells of, and the events that their changes become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tandem.kernel.changes import Json
from tandem.kernel.records import RecordKind, SetField
from tandem.people.policies import ConfigurationPolicy
from tandem.tickets.numbers import next_number
from tandem.tickets.policies import TICKET_POLICY, PartPolicy


def _switched(on: str, off: str) -> Any:
    """The event of a column that is a moment or nothing: `on` when it is set, `off` when it is cleared."""

    def name(_old: Json, new: Json) -> str:
        return on if new is not None else off

    return name


def _message_event(values: Mapping[str, Json]) -> str:
    if values["kind"] == "reply" and values.get("automatic"):
        return "message.sent_automatically"
    if values.get("moved_from_ticket") is not None:
        return "message.moved_here"
    return {"customer": "message.received", "reply": "message.replied", "note": "message.noted"}[values["kind"]]


def _message_summary(values: Mapping[str, Json]) -> Json:
    """Bodies are never copied into events: only what tells messages apart."""
    return {
        "visibility": values["visibility"],
        "automatic": values.get("automatic", False),
        "unverified": values.get("unverified", False),
        "acknowledged": values.get("acknowledged"),
        **_conversation_of(values),
        **({"writers": values["writers"]} if values.get("writers") else {}),
        **({"ticket": str(values["moved_from_ticket"])} if values.get("moved_from_ticket") else {}),
    }


def _conversation_of(values: Mapping[str, Json]) -> dict[str, Json]:
    """The further conversation that a message is part of, if it is in one."""
    conversation = values.get("conversation_id")
    return {} if conversation is None else {"conversation": str(conversation)}


def _delivery_event(old: Json, new: Json) -> str | None:
    """How a delivery ended is an event of the ticket, so that a lost pointer is healed; the states on the way are not, but that
    somebody sent it once more is."""
    if new == "queued" and old in {"failed", "uncertain"}:
        return "delivery.sent_again"
    return f"delivery.{new}" if new in {"sent", "failed", "uncertain", "withheld"} else None


def _schedule_event(_old: Json, new: Json) -> str | None:
    """That it was sent is told by the reply."""
    return {
        "held": "scheduled_reply.held",
        "edited": "scheduled_reply.stopped",
        "cancelled": "scheduled_reply.stopped",
    }.get(new)


#: What a customer may see: of messages, and of what hangs on one.
_PUBLIC: Final = ("visibility", "public")
_PUBLIC_MESSAGE: Final = ("message__visibility", "public")

STATUS = RecordKind(
    name="status",
    model="tickets.Status",
    policy=ConfigurationPolicy("people.manage"),
    created="status.created",
    tracked={
        "name": "status.renamed",
        "group": "status.regrouped",
        "colour": "status.recoloured",
        "position": "status.moved",
        "offered_on_send": "status.offer_changed",
    },
)

TICKET = RecordKind(
    name="ticket",
    model="tickets.Ticket",
    policy=TICKET_POLICY,
    created="ticket.opened",
    allocate=lambda: {"number": next_number()},
    touched_field="updated_at",
    quiet=frozenset({"followers"}),
    removed="ticket.deleted",
    summary=lambda values: {"channel": values["channel"]},
    tracked={
        "subject": "ticket.subject_changed",
        "status": "ticket.status_changed",
        "priority": "ticket.priority_changed",
        "type": "ticket.type_changed",
        "owner": "ticket.owner_changed",
        "team": "ticket.team_changed",
        "department": "ticket.department_changed",
        "requester": "ticket.requester_changed",
        "due_at": "ticket.due_changed",
        # Told as one fact with the reason: `ticket.snoozed`, `ticket.woken`.
        "snoozed_at": None,
        "snoozed_until": None,
        "snoozed_by": None,
        "spam_at": _switched("ticket.marked_spam", "ticket.unmarked_spam"),
        "deleted_at": _switched("ticket.trashed", "ticket.restored"),
        # Follows the requester; and a Message-ID, which goes when its author is erased.
        "requester_address": None,
        "source_id": None,
        # Derived by the pipeline from the facts above; telling of them as well would tell everything twice.
        "subject_norm": None,
        "status_group": None,
        "accepted_at": None,
        "solved_at": None,
        "closed_at": None,
        "reopened_count": None,
        "message_count": None,
        "last_message_at": None,
        "last_message_by": None,
        "last_customer_at": None,
        "last_agent_at": None,
        "snippet": None,
    },
    sets={
        "tags": SetField(model="tickets.TicketTag", owner="ticket_id", value="tag", event="ticket.tags_changed"),
        "cc": SetField(model="tickets.TicketCopy", owner="ticket_id", value="person_id", event="ticket.cc_changed"),
        "followers": SetField(
            model="tickets.TicketFollower", owner="ticket_id", value="person_id", event="ticket.followers_changed"
        ),
    },
)

CONVERSATION = RecordKind(
    name="conversation",
    model="tickets.Conversation",
    policy=PartPolicy("ticket", ("kind", "customer")),
    created="conversation.started",
    summary=lambda values: {"kind": values["kind"]},
    part_of=("ticket", "ticket_id"),
    tracked={"title": "conversation.renamed"},
    # What it was called stays out of the events, so that a name in it can be erased.
    secret=frozenset({"title"}),
)

MESSAGE = RecordKind(
    name="message",
    model="tickets.Message",
    policy=PartPolicy("shown_in", _PUBLIC),
    created=_message_event,
    summary=_message_summary,
    part_of=("ticket", "shown_in_id"),
    seq_field="seq",
    tracked={
        # Told as facts: `message.undone`, or `message.moved_away` with the ticket that it was moved to.
        **dict.fromkeys(("undone_at", "moved_to_ticket"), None),
        # The texts themselves are in rows of their own, and never in events.
        "revision": "message.edited",
        # What was written changes hands when customers are merged, and goes when one is erased; a note is edited.
        **dict.fromkeys(("author", "text", "text_norm", "html", "parts", "to", "cc", "mail_id", "misled_by"), None),
        "edited_at": None,
        "edited_by": None,
        # Whoever confirms their address later has written all of it.
        "proof": None,
    },
)

MESSAGE_TEXT = RecordKind(
    name="message_text",
    model="tickets.MessageText",
    policy=PartPolicy("ticket", _PUBLIC_MESSAGE),
    created=lambda _values: None,
    part_of=("ticket", "ticket_id"),
    tracked={"text": None, "html": None},
)

ATTACHMENT = RecordKind(
    name="attachment",
    model="tickets.Attachment",
    policy=PartPolicy("ticket", _PUBLIC_MESSAGE),
    created=lambda _values: None,
    part_of=("ticket", "ticket_id"),
    removed="attachment.removed",
    # Told as facts that name the file: `attachment.removed`, `attachment.restored`, `attachment.deleted`.
    tracked={"removed_at": None, "removed_by": None, "digest": None},
)

DELIVERY = RecordKind(
    name="delivery",
    model="tickets.Delivery",
    policy=PartPolicy("ticket", _PUBLIC_MESSAGE),
    created=lambda _values: None,
    part_of=("ticket", "ticket_id"),
    tracked={
        "state": _delivery_event,
        **dict.fromkeys(("at", "detail", "not_before", "recipient", "since", "handled_at"), None),
    },
)

SCHEDULED_REPLY = RecordKind(
    name="scheduled_reply",
    model="tickets.ScheduledReply",
    # Nothing for customers: no state is called so.
    policy=PartPolicy("ticket", ("state", "")),
    created="scheduled_reply.created",
    summary=lambda values: {"due": values["due_at"]},
    part_of=("ticket", "ticket_id"),
    tracked={
        "state": _schedule_event,
        # The text is never in events, and goes when it has gone elsewhere.
        **dict.fromkeys(("content", "message_id", "held_code", "held_detail"), None),
    },
)

TAG_REPLACEMENT = RecordKind(
    name="tag_replacement",
    model="tickets.TagReplacement",
    policy=ConfigurationPolicy("tags.manage"),
    created="tags.replaced",
    summary=lambda values: {"tag": values["tag"], "by": values["by"]},
)
