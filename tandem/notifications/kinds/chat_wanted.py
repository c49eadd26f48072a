"""A colleague wants to talk to me about a ticket that I have just left."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import Doors, NotificationKind
from tandem.tickets.commands.tell_of_chat import WANTED


def _the_other(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    yield int((event.new or {})["person"])


CHAT_WANTED = NotificationKind(
    name="chat_wanted",
    label=_("A colleague writes to me in the chat of a ticket that I have left"),
    events=frozenset({WANTED}),
    recipients=_the_other,
    sentence=_("%(actor)s wants to talk to you about “%(subject)s”"),
    doors=Doors(mail=False, sound=True),
)
