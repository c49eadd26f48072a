"""A reply of mine did not arrive, or nobody can say whether it did."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind
from tandem.tickets.models import Message


def _concerned(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    """Its author, and whose ticket it is now: one of them is there."""
    delivery = run.records.get(Ref("delivery", event.part_id or 0))
    if delivery is not None:
        message = Message.objects.filter(id=delivery.message_id).values_list("author_id", "automatic").first()
        if message is not None and message[1]:
            # Nobody wrote it, so nobody's words were lost.
            return
        if message is not None and message[0] is not None:
            yield message[0]
    owner = run.after(changes, Ref("ticket", event.stream_id), "owner")
    if owner is not None:
        yield owner


MAIL_FAILED = NotificationKind(
    name="mail_failed",
    label=_("A reply of mine, or on my ticket, was not delivered"),
    events=frozenset({"delivery.failed", "delivery.uncertain"}),
    recipients=_concerned,
    sentence=_("A reply on “%(subject)s” was not delivered"),
    sentences={"delivery.uncertain": _("Nobody can say whether a reply on “%(subject)s” was delivered")},
)
