"""What an action must say: how its value is read, and what it intends for a ticket in a given situation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.changes import Json
from tandem.tickets.editable import Unreadable, identifier

CURRENT_AGENT: Final = "current_agent"
NOBODY: Final = "nobody"
MY_TEAM: Final = "my_team"
NO_TEAM: Final = "no_team"


@dataclass(frozen=True, slots=True)
class Situation:
    """All that actions look at, read beforehand, so that what they intend is a pure function of it.

    `ticket` holds the editable fields in stored form, the status as a slug. `owners` are those of the people named in the
    actions who may own the ticket where it is, `teams` those of the teams named that are of its department.
    """

    ticket: Mapping[str, Json]
    tags: Sequence[str]
    statuses: frozenset[str]
    final_statuses: frozenset[str]
    agent: int | None
    #: The current agent's teams in the ticket's department, the first one first.
    agent_teams: Sequence[int]
    owners: frozenset[int]
    teams: frozenset[int]
    #: Values of the placeholders.
    texts: Mapping[str, str]
    now: int


@dataclass(slots=True)
class Intent:
    """What some actions together want: fields in stored form, a text, and what of them means nothing here, in words."""

    fields: dict[str, Json] = field(default_factory=dict)
    tags: list[str] | None = None
    #: "public", "internal", or None: where the author writes anyway.
    visibility: str | None = None
    html: str | None = None
    skipped: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Action:
    """`parse` reads a value from JSON into the form that is stored (raises Unreadable); `intend` adds to an intent. `people` and
    `teams` name the records that a stored value refers to. `control` says what a form asks the value with."""

    name: str
    label: Words
    control: str
    parse: Callable[[Json], Json]
    intend: Callable[[Json, Situation, Intent], None]
    people: Callable[[Json], Sequence[int]] = lambda value: ()
    teams: Callable[[Json], Sequence[int]] = lambda value: ()


def required_id(value: Json) -> str:
    """An id as steps keep it: a string of digits. Raises Unreadable."""
    number = identifier(value)
    if number is None:
        raise Unreadable("missing", _("This cannot be empty."))
    return str(number)
