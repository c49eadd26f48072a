"""A customer wrote on a ticket that is mine."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind


def _owner(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    ticket = Ref("ticket", event.stream_id)
    said = event.new or {}
    # A cause is why a message was only put here (its sender is blocked).
    if ticket not in run.records or said.get("automatic") or said.get("unverified") or event.cause is not None:
        return
    owner = run.after(changes, ticket, "owner")
    if owner is not None and changes.created("ticket") == []:
        yield owner


CUSTOMER_REPLIED = NotificationKind(
    name="customer_replied",
    events=frozenset({"message.received"}),
    recipients=_owner,
    sentence=_("%(actor)s replied to “%(subject)s”"),
)
