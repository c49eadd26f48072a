"""The fence: a public reply is refused while it would answer over something that its author has not seen.

Under the ticket's lock, every public message of a person with a later seq blocks, as long as it stands; automatic messages
never block, and neither does this very message sent a second time. Going on means naming exactly what was missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Ref
from tandem.kernel.errors import Conflict, Invalid, Problem
from tandem.kernel.models import Event
from tandem.tickets.models import Message


@dataclass(frozen=True, slots=True)
class Missed:
    """One message that arrived after what the author of a reply had seen."""

    event_id: int
    message_id: int
    seq: int


def missed(ticket: Ref, seen: int, client_id: str) -> list[Missed]:
    """The public human messages of a ticket after `seen`, oldest first. Read under the ticket's lock."""
    standing = Message.objects.filter(
        shown_in_id=ticket.id, seq__gt=seen, visibility="public", automatic=False, undone_at__isnull=True
    ).exclude(client_id=client_id, client_id__isnull=False)
    rows = dict(standing.order_by("seq").values_list("seq", "id"))
    if not rows:
        return []
    told = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id, seq__in=rows).order_by("seq")
    return [Missed(event.id, rows[event.seq], event.seq) for event in told]


def check(ticket: Ref, current_seq: int, seen: int, client_id: str, acknowledged: Sequence[int]) -> list[int]:
    """Let a reply pass, or raise. Returns the ids of the events that were missed and acknowledged.

    Raises Invalid when `seen` lies ahead of the ticket, Conflict `ticket.moved_on` with the ids of all that blocks unless
    `acknowledged` names every one of them.
    """
    if seen > current_seq:
        raise Invalid([Problem("/seen", "ahead", _("The ticket has not come this far yet. Reload it."))])
    blocking = missed(ticket, seen, client_id)
    if {event.event_id for event in blocking} <= set(acknowledged):
        return [event.event_id for event in blocking]
    raise Conflict(
        "ticket.moved_on",
        _("Somebody wrote on this ticket after you began. Your text is kept: look at what is new before you send it."),
        extra={"event_ids": [event.event_id for event in blocking], "seq": current_seq},
    )
