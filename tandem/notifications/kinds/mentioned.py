"""A colleague named me in an internal note."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, FieldChange
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.notifications.base import NotificationKind


def _named(run: Run, changes: ChangeSet, event: Event) -> Iterator[int]:
    for message in changes.created("message"):
        if message.ref.id == event.part_id:
            yield from map(int, message.values["parts"].get("mentions", ()))
    for change in changes:
        if isinstance(change, FieldChange) and change.field == "parts" and change.ref.id == event.part_id:
            yield from map(int, set(change.new.get("mentions", ())) - set(change.old.get("mentions", ())))


MENTIONED = NotificationKind(
    name="mentioned",
    label=_("Somebody mentions me in a note"),
    events=frozenset({"message.noted", "message.edited"}),
    recipients=_named,
    sentence=_("%(actor)s mentioned you in “%(subject)s”"),
)
