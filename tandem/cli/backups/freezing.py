"""After a restore no mail leaves by itself: what waited when the backup was made may have been sent since (R-18)."""

from __future__ import annotations

from typing import Final

from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.models import Delivery

#: Kinds of effects that write to somebody.
MAILING: Final = ("mail.send", "mail.notify")
_MAYBE: Final = "This comes from a backup: it may have been delivered after the backup was made."


def freeze() -> tuple[int, int]:
    """Show every mail that had not left as uncertain, and set its effect aside; how many replies and how many notifications."""
    outbox.end_leases()
    waiting = Delivery.objects.filter(state__in=["undo_window", "queued", "retry", "sending"])
    replies = list(waiting.order_by("id").values_list("ticket_id", "id"))
    for ticket_id, delivery_id in replies:
        run(RecordDelivery(ticket_id, delivery_id, "uncertain", _MAYBE), SYSTEM)
    unfinished = Effect.objects.filter(kind__in=MAILING, state__in=["queued", "claimed"])
    notifications = unfinished.filter(kind="mail.notify").count()
    unfinished.update(state="parked", finished_at=0, last_error=_MAYBE)
    return len(replies), notifications
