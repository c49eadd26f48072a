"""What of a conversation stands once a reply is taken back, or a message moved away: the columns that it had moved, as they are
without it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Max, Min, Q

from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.tickets.bodies import Body
from tandem.tickets.models import Message, Ticket


def taken_back(run: Run, changes: ChangeSet, ticket: Ref) -> Message | None:
    """The message of this ticket that the run takes back."""
    for ref, row in run.records.items():
        if ref.kind == "message" and row.shown_in_id == ticket.id and changes.changed(ref, "undone_at"):
            return row  # type: ignore[no-any-return]  # records hold rows of every kind
    return None


def columns_without(message: Message, ticket: Ticket) -> Mapping[str, Json]:
    """The ticket's columns about its conversation, by name, when `message` does not count."""
    standing = Message.objects.filter(shown_in_id=ticket.id, undone_at__isnull=True).exclude(id=message.id)
    by_nobody = Q(kind="reply", automatic=True)
    replies = standing.filter(kind="reply", automatic=False).aggregate(first=Min("at"), last=Max("at"))
    last = standing.filter(~by_nobody, visibility="public").order_by("-seq", "-id").first()
    return {
        "message_count": standing.count(),
        "last_agent_at": replies["last"],
        "last_customer_at": standing.filter(kind="customer").aggregate(last=Max("at"))["last"],
        "accepted_at": _accepted(message, ticket, replies["first"]),
        **_last_message(last),
    }


def _last_message(last: Message | None) -> Mapping[str, Json]:
    if last is None:
        return {"last_message_at": None, "last_message_by": None, "snippet": ""}
    by = "customer" if last.kind == "customer" else "agent"
    return {"last_message_at": last.at, "last_message_by": by, "snippet": Body(last.text, parts=last.parts).snippet}


def _accepted(message: Message, ticket: Ticket, first_reply: int | None) -> int | None:
    """When somebody took it up: as it was, unless this very reply did; then whoever answered or became its owner next."""
    if ticket.accepted_at != message.at:
        return ticket.accepted_at
    moments = [] if first_reply is None else [first_reply]
    if ticket.owner_id is not None:
        told = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id, field="owner", at__gte=message.at)
        moments += [at for at, new in told.values_list("at", "new") if new is not None]
    return min(moments, default=None)
