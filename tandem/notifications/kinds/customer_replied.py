"""A customer wrote on a ticket that is mine."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind


def is_quiet(event: Event) -> bool:
    """Whether a message rings nowhere: of a machine, of somebody unknown, or with a cause why it was only put here (its sender is
    blocked)."""
    said = event.new or {}
    return bool(said.get("automatic") or said.get("unverified") or event.cause is not None)


def _owner(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    ticket = Ref("ticket", event.stream_id)
    if ticket not in run.records or is_quiet(event):
        return
    owner = run.after(changes, ticket, "owner")
    if owner is not None and changes.created("ticket") == []:
        yield owner


CUSTOMER_REPLIED = NotificationKind(
    name="customer_replied",
    label=_("A customer replies on my ticket"),
    events=frozenset({"message.received", "message.moved_here"}),
    recipients=_owner,
    sentence=_("%(actor)s replied to “%(subject)s”"),
    sentences={"message.moved_here": _("%(actor)s moved a customer’s message to “%(subject)s”")},
)
