"""Reads of saved views, through the policy's own filter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tandem.conditions.check import Use, check
from tandem.conditions.describe import describe
from tandem.conditions.nodes import NOTHING, Group, Node, from_json
from tandem.conditions.problems import ConditionRefused, Problem
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.errors import NotFound
from tandem.people.actors import StaffActor, has_right
from tandem.saved_views.models import SavedView
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.condition_words import Named
from tandem.tickets.preset_views import at_hand

_LARGEST: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class OwnView:
    """A saved view as it is opened. It leaves the trash and the spam folder out unless it asks about them. With any of
    `problems` its condition is NOTHING: it opens, says why and is empty."""

    id: int
    name: str
    stored: Any
    sort: str
    condition: Node
    sentence: str
    problems: tuple[Problem, ...]


def own_views(actor: StaffActor) -> list[OwnView]:
    """Everything that the actor has saved, in their order: one query, and one for each kind of record that the views name."""
    return _opened(_own().rows(me=actor.me) if has_right(actor, "tickets.read") else [])


def own_view(actor: StaffActor, view_id: int) -> OwnView:
    """One of them. Raises NotFound, also for somebody else's."""
    may = has_right(actor, "tickets.read") and view_id <= _LARGEST
    found = _opened(_one().rows(me=actor.me, view=view_id) if may else [])
    if not found:
        raise NotFound()
    return found[0]


@cache
def _own() -> Prepared:
    return prepare(_mine().order_by("position", "id").values_list(*_COLUMNS))


@cache
def _one() -> Prepared:
    return prepare(_mine().filter(id=Blank("view")).values_list(*_COLUMNS))


_COLUMNS: Final = ("id", "name", "condition", "sort")


def _mine() -> Any:
    return SavedView._base_manager.filter(owner_id=Blank("me"))


def _opened(rows: Iterable[tuple[int, str, Any, str]]) -> list[OwnView]:
    read = [(row, *_read(row[2])) for row in rows]
    named = Named(group for _row, group, _wrong in read)
    views = []
    for (view_id, name, stored, sort), group, unreadable in read:
        problems = (*unreadable, *named.gone(group))
        condition = NOTHING if problems else at_hand(group)
        sentence = describe(group, CATALOGUE, named.name_of)
        views.append(OwnView(view_id, name, stored, sort, condition, sentence, problems))
    return views


def _read(stored: object) -> tuple[Group, list[Problem]]:
    """The condition, however broken, and why it cannot be asked as it stands."""
    try:
        group = from_json(stored)
    except ConditionRefused as refusal:
        return NOTHING, list(refusal.problems)
    return group, check(group, CATALOGUE, Use.SQL)
