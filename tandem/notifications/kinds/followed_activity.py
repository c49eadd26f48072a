"""Somebody wrote on a ticket that I follow: the customer, a colleague in public, or a colleague in a note."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind
from tandem.notifications.kinds.customer_replied import is_quiet


def _followers(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    ticket = Ref("ticket", event.stream_id)
    if is_quiet(event):
        return
    if ticket in run.records:
        yield from run.members(ticket, "followers")
        return
    for change in changes:
        if isinstance(change, SetChange) and (change.ref, change.field) == (ticket, "followers"):
            yield from change.added


FOLLOWED_ACTIVITY = NotificationKind(
    name="followed_activity",
    label=_("News on a ticket that I follow"),
    events=frozenset({"message.received", "message.replied", "message.noted"}),
    recipients=_followers,
    sentence=_("%(actor)s wrote on “%(subject)s”"),
    sentences={
        "message.replied": _("%(actor)s answered “%(subject)s”"),
        "message.noted": _("%(actor)s wrote a note on “%(subject)s”"),
    },
)
