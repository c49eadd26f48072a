"""What a kind of notification must say: for which events, for whom, in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from tandem.infra.words import Words
from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event

Recipients = Callable[[Run, ChangeSet, Event], Iterable[int]]


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """`recipients` gives person ids for an event; told are those of them who see the ticket, never the person who acted. The words
    hold %(actor)s, %(subject)s."""

    name: str
    events: frozenset[str]
    recipients: Recipients
    sentence: Words
    mail: bool = True


@cache
def notification_kinds() -> dict[str, NotificationKind]:
    """All kinds by name."""
    kinds = [import_string(path) for path in settings.NOTIFICATION_KINDS]
    return {kind.name: kind for kind in kinds}
