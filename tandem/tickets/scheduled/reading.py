"""Reads of scheduled replies: those of one ticket that wait, or were held and not looked at since."""

from __future__ import annotations

from tandem.kernel.changes import Ref
from tandem.kernel.errors import NotFound
from tandem.tickets.fence import Review, missed
from tandem.tickets.scheduled_replies import ScheduledReply

OPEN = ("waiting", "held")


def open_on(ticket_id: int) -> list[ScheduledReply]:
    """The next one first."""
    rows = ScheduledReply.objects.filter(ticket_id=ticket_id, state__in=OPEN)
    return list(rows.select_related("author", "ticket__department").order_by("due_at", "id"))


def one_of(ticket_id: int, scheduled_id: int) -> ScheduledReply:
    """One that was scheduled on this ticket, whatever became of it. Raises NotFound."""
    row = (
        ScheduledReply.objects.select_related("author", "ticket__department")
        .filter(id=scheduled_id, ticket_id=ticket_id)
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def stands_before(row: ScheduledReply) -> list[int]:
    """The ids of the events that its author has not seen, for which the fence would hold it now."""
    content = row.content
    review = Review(row.ticket.department.reviewed_before_reply, row.author_id)
    found = missed(Ref("ticket", row.ticket_id), content["seen"], content["client_id"], review)
    ids = [event.event_id for event in found]
    acknowledged = {int(event) for event in content["acknowledge"]}
    return [] if acknowledged.issuperset(ids) else ids
