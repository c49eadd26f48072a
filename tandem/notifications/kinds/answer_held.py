"""What I answered by mail did not leave: it waits as my draft."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind
from tandem.tickets.mailed_answers import HELD


def _author(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    yield int((event.new or {})["person"])


ANSWER_HELD = NotificationKind(
    name="answer_held",
    label=_("An answer that I sent by mail was held back"),
    events=frozenset({HELD}),
    recipients=_author,
    sentence=_("Your answer by mail to “%(subject)s” was not sent: it waits as your draft"),
)
