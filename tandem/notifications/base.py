"""What a kind of notification must say: for which events, for whom, in which words, and by which doors unless a person chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from tandem.infra.words import Words
from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.models import Event

Recipients = Callable[[Run, ChangeSet, Event], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Doors:
    """By which ways somebody is told: in the list behind the bell, by mail, with a tone."""

    in_app: bool = True
    mail: bool = True
    sound: bool = False


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """`recipients` gives person ids for an event; told are those of them who see the ticket, never the person who acted. The words
    hold %(actor)s, %(subject)s; `sentences` replaces them for some kinds of events. `doors` is what holds until a person chooses.
    """

    name: str
    label: Words
    events: frozenset[str]
    recipients: Recipients
    sentence: Words
    sentences: Mapping[str, Words] = field(default_factory=dict)
    doors: Doors = Doors()
    #: Of what is about no ticket: the right that readers need, and the page below /agent to which it leads.
    right: str = ""
    place: str = ""

    def words(self, event_kind: str) -> Words:
        """What is said of an event of this kind."""
        return self.sentences.get(event_kind, self.sentence)


@cache
def notification_kinds() -> dict[str, NotificationKind]:
    """All kinds by name, the most specific first."""
    kinds = [import_string(path) for path in settings.NOTIFICATION_KINDS]
    return {kind.name: kind for kind in kinds}
