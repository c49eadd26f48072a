"""A ticket became mine, by somebody else's hand."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind


def _new_owner(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    owner = run.after(changes, Ref("ticket", event.stream_id), "owner")
    if owner is not None:
        yield owner


ASSIGNED = NotificationKind(
    name="assigned",
    label=_("A ticket is assigned to me"),
    events=frozenset({"ticket.owner_changed", "ticket.opened"}),
    recipients=_new_owner,
    sentence=_("%(actor)s assigned “%(subject)s” to you"),
)
