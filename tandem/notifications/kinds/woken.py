"""A ticket that I own, or had snoozed, is back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import Doors, NotificationKind


def _waiting(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    ticket = Ref("ticket", event.stream_id)
    if any(run.after(changes, ticket, column) is not None for column in ("spam_at", "deleted_at")):
        return
    snoozed_by, owner = (event.new or {}).get("snoozed_by"), run.after(changes, ticket, "owner")
    if snoozed_by is not None:
        yield int(snoozed_by)
    if owner is not None:
        yield owner


WOKEN = NotificationKind(
    name="woken",
    label=_("A snoozed ticket wakes up"),
    events=frozenset({"ticket.woken"}),
    recipients=_waiting,
    sentence=_("“%(subject)s” is back: it was snoozed"),
    doors=Doors(mail=False),
)
