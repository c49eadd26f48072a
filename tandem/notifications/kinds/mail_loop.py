"""Automatic mail to an address was stopped, because it went in a circle: for those who decide what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind
from tandem.people.models import Person
from tandem.people.roles import RIGHTS


def _admins(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    yield from Person.objects.filter(role__in=RIGHTS["mailboxes.manage"], active=True).values_list("id", flat=True)


MAIL_LOOP = NotificationKind(
    name="mail_loop",
    label=_("Automatic mail was stopped because it went in a circle (admins)"),
    events=frozenset({"automatic_mail.paused"}),
    recipients=_admins,
    sentence=_("Automatic mail about “%(subject)s” went in a circle and was stopped. See Automatic mail."),
)
