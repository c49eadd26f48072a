"""A colleague asks for what I am writing, answers when I asked, or went on with my text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import Doors, NotificationKind
from tandem.tickets.commands.tell_of_draft import ASKED, DECLINED, HANDED_OVER, TAKEN_OVER


def _the_other(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    yield int((event.new or {})["person"])


DRAFT_HANDED = NotificationKind(
    name="draft_handed",
    label=_("A colleague asks for my draft, takes it over, or hands me theirs"),
    events=frozenset({ASKED, HANDED_OVER, DECLINED, TAKEN_OVER}),
    recipients=_the_other,
    sentence=_("%(actor)s asks for your draft in “%(subject)s”"),
    sentences={
        HANDED_OVER: _("%(actor)s handed you the draft in “%(subject)s”"),
        DECLINED: _("%(actor)s goes on with the draft in “%(subject)s” that you asked for"),
        TAKEN_OVER: _("%(actor)s went on with your draft in “%(subject)s”"),
    },
    # Asked for now, or too late.
    doors=Doors(mail=False, sound=True),
)
