"""A mailbox cannot fetch or send for a while, what lies on its server is not what Tandem has, or its signatures prove nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind
from tandem.people.actors import has_right, staff_actors
from tandem.people.models import Person


def _admins(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    """Everybody who may put it right."""
    staff = Person.objects.filter(active=True, role__isnull=False).values_list("id", flat=True)
    yield from (actor.me for actor in staff_actors(list(staff)) if has_right(actor, "mailboxes.manage"))


MAILBOX_TROUBLE = NotificationKind(
    name="mailbox_trouble",
    label=_("A mailbox cannot fetch or send mail, or misses some"),
    events=frozenset(
        {
            "mailbox.fetching_troubled",
            "mailbox.sending_troubled",
            "mailbox.hook_troubled",
            "mailbox.differs",
            "signing_key.record_missing",
            "signing_key.record_differs",
        }
    ),
    recipients=_admins,
    sentence=_("%(subject)s has fetched no mail for a quarter of an hour"),
    sentences={
        "mailbox.sending_troubled": _("%(subject)s has not been able to send for a quarter of an hour"),
        "mailbox.hook_troubled": _("The webhook of %(subject)s has taken nothing for a quarter of an hour"),
        "mailbox.differs": _("Mail lies on the server of %(subject)s that Tandem does not have"),
        "signing_key.record_missing": _(
            "The record %(subject)s is not published any more: signatures cannot be verified"
        ),
        "signing_key.record_differs": _("Something else is published as %(subject)s: signatures cannot be verified"),
    },
    right="mailboxes.manage",
    place="/mailboxes",
)
