"""A reply of mine that was to leave later did not: it was held at its time, or a colleague stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind

#: Held for a reason that takes the ticket out of its author's hands: somebody else has to look.
_AUTHOR_GONE: Final = frozenset({"author.inactive", "not_found"})


def _concerned(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    if event.part_id is None:
        return
    scheduled = Ref("scheduled_reply", event.part_id)
    yield run.record(scheduled).author_id
    owner = run.after(changes, Ref("ticket", event.stream_id), "owner")
    if owner is not None and run.after(changes, scheduled, "held_code") in _AUTHOR_GONE:
        yield owner


REPLY_HELD = NotificationKind(
    name="reply_held",
    label=_("A scheduled reply of mine was not sent"),
    events=frozenset({"scheduled_reply.held", "scheduled_reply.stopped"}),
    recipients=_concerned,
    sentence=_("A scheduled reply on “%(subject)s” was held: look at it once more"),
    sentences={"scheduled_reply.stopped": _("%(actor)s stopped a scheduled reply on “%(subject)s”")},
)
