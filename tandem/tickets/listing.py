"""The list: a view, filters, words and an order become one keyset-paged query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import orjson
from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.conditions.context import Context
from tandem.conditions.nodes import Node
from tandem.conditions.sql import OpenTimes, to_q
from tandem.infra import clock
from tandem.infra.prepared import Blank, Inner, Prepared, blanks, length_for, listed, prepare
from tandem.kernel.errors import Malformed, Problem
from tandem.people.actors import StaffActor
from tandem.tickets import ordering, queries
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.models import ReadMark, Ticket
from tandem.tickets.policies import visible_condition
from tandem.tickets.preset_views import BY_KEY
from tandem.tickets.rows import TicketRow, paths

#: Counts are exact up to here; beyond, the screen says "999+".
COUNT_CAP: Final = 999
MAX_LIMIT: Final = 100
#: Stands for the order of a statement that only counts.
COUNT: Final = "#"
#: Sort key -> column. Every order ends in the id, so that a page never skips or repeats a row.
SORTS: Final[dict[str, str]] = {
    "updated": "updated_at",
    "created": "created_at",
    "priority": "priority",
    "due": "due_at",
    "last_message": "last_message_at",
    "number": "number",
    "snoozed": "snoozed_until",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list request asks for, checked."""

    condition: Node
    sort: str
    limit: int
    unread_only: bool = False
    ids: Sequence[int] | None = None
    cursor: str = ""


def context_of(actor: StaffActor) -> Context:
    """The facts about the viewer that conditions may speak of."""
    return Context(
        now_ms=clock.now_ms(),
        zone=_zone(actor.time_zone),
        person_id=actor.person_id,
        team_ids=actor.team_ids,
        department_ids=actor.department_ids,
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def view_condition(key: str) -> Node:
    """The condition of a preset view. Raises Malformed for an unknown key: never "ignore the filter"."""
    if key not in BY_KEY:
        raise Malformed([Problem("/view", "unknown", _("There is no such view."))])
    return BY_KEY[key].condition


def filtered(actor: StaffActor, condition: Node) -> QuerySet[Ticket]:
    """The visible tickets that a condition matches."""
    return queries.visible_to(actor).filter(to_q(condition, CATALOGUE, context_of(actor)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """Everything that the text of a list's statement depends on; what else a request says fills its blanks."""

    visible: Node
    condition: Node
    viewer: Context
    sort: str
    unread_only: bool = False
    ids: int = 0
    after: Literal["", "value", "nothing"] = ""


def page(actor: StaffActor, wanted: Wanted) -> tuple[list[TicketRow], str | None]:
    """One page of rows with the cursor of the next, None on the last."""
    ids = None if wanted.ids is None else list(wanted.ids)
    if ids is not None and not ids:
        return [], None
    length = length_for(len(ids)) if ids else 0
    column, _descending = _order(wanted.sort)
    value, last_id = _read_cursor(wanted) if wanted.cursor else (None, None)
    after: Literal["", "value", "nothing"] = "" if not wanted.cursor else "nothing" if value is None else "value"
    context = context_of(actor)
    shape = _Shape(
        visible_condition(actor), wanted.condition, _timeless(context), wanted.sort, wanted.unread_only, length, after
    )
    blank = {"me": actor.me, "value": value, "last": last_id, "limit": wanted.limit + 1}
    kept = _kept(shape)
    blank |= kept.times.values(context) | (listed("id", ids, length) if ids else {})
    found = kept.statement.rows(**blank)
    more = len(found) > wanted.limit
    rows = list(map(TicketRow._make, found[: wanted.limit]))
    return rows, _cursor(wanted.sort, rows[-1], column) if more else None


def _timeless(context: Context) -> Context:
    return replace(context, now_ms=0)


class _Kept(NamedTuple):
    """The statement of a shape, and the moments that it leaves open."""

    statement: Prepared
    times: OpenTimes


@lru_cache(maxsize=4096)
def _kept(shape: _Shape) -> _Kept:
    times = OpenTimes(Blank)
    return _Kept(_compile(shape, times), times)


def _compile(shape: _Shape, times: OpenTimes) -> Prepared:
    tickets = queries.visible_by(shape.visible)
    tickets = tickets.filter(to_q(shape.condition, CATALOGUE, shape.viewer, times))
    if shape.sort == COUNT:
        return prepare(tickets.order_by().values_list("id")[: COUNT_CAP + 1])
    if shape.ids:
        tickets = tickets.filter(id__in=blanks("id", shape.ids))
    if shape.unread_only:
        read = ReadMark.objects.filter(ticket_id=OuterRef("id"), person_id=Blank("me"), seq__gte=OuterRef("seq"))
        tickets = tickets.filter(~Exists(read))
    column, descending = _order(shape.sort)
    if shape.after:
        tickets = tickets.filter(_beyond(shape, column, descending))
    # First the ids, from the ticket's own columns and the index that serves them; then the rest for these few. In one piece SQLite
    # begins with whichever table it likes, joins everything that passes, and sorts whole rows.
    ids = tickets.order_by(*ordering.found_by(column, descending, shape.condition)).values_list("id")
    return _rows(column, descending).around(prepare(ids).limited())


@lru_cache(maxsize=32)
def _rows(column: str, descending: bool) -> Prepared:
    tickets = Ticket._base_manager.filter(id__in=Inner()).order_by(*ordering.by(column, descending))
    return prepare(tickets.values_list(*paths(TicketRow)))


def _order(sort: str) -> tuple[str, bool]:
    key = sort.removeprefix("-")
    if key not in SORTS:
        raise Malformed([Problem("/sort", "unknown", _("The list cannot be sorted by this."))])
    return SORTS[key], sort.startswith("-")


def _cursor(sort: str, last: TicketRow, column: str) -> str:
    return signing.dumps([sort, getattr(last, column), str(last.id)], salt="tandem.cursor")


def _read_cursor(wanted: Wanted) -> tuple[Any, int]:
    """(value, id) of the last row of the page before. Cursors are signed: a changed one is refused (sec:L-09)."""
    try:
        sort, value, last_id = signing.loads(wanted.cursor, salt="tandem.cursor")
    except (signing.BadSignature, orjson.JSONDecodeError, ValueError):
        raise Malformed([Problem("/cursor", "unknown", _("This page marker is not one of ours."))]) from None
    if sort != wanted.sort:
        raise Malformed([Problem("/cursor", "other_sort", _("This page marker belongs to another order."))])
    return value, int(last_id)


def _beyond(shape: _Shape, column: str, descending: bool) -> Q:
    """Everything behind that row."""
    beyond = "lt" if descending else "gt"
    further = {f"id__{beyond}": Blank("last")}
    if shape.after == "nothing":
        return Q(**{f"{column}__isnull": True}, **further)
    tie = Q(**{column: Blank("value")}, **further)
    return Q(**{f"{column}__{beyond}": Blank("value")}) | tie | Q(**{f"{column}__isnull": True})


def counts(actor: StaffActor, conditions: Sequence[Node]) -> list[tuple[int, bool]]:
    """How many match each of some conditions, as `count` says, all by one statement."""
    context = context_of(actor)
    visible, viewer = visible_condition(actor), _timeless(context)
    each = [_kept(_Shape(visible, condition, viewer, COUNT)) for condition in conditions]
    parts = [
        f"(SELECT COUNT(*) FROM ({sql}) AS counted{at})" if sql else "0"  # noqa: S608  # statements of our own
        for at, sql in enumerate(one.statement.sql for one in each)
    ]
    params = [param for one in each for param in one.statement.filled(**one.times.values(context))]
    together = Prepared(f"SELECT {', '.join(parts)}", tuple(params))
    return [(min(found, COUNT_CAP), found > COUNT_CAP) for found in together.rows()[0]]


def count(actor: StaffActor, condition: Node) -> tuple[int, bool]:
    """How many match, exact to the cap; whether there are more."""
    context = context_of(actor)
    shape = _Shape(visible_condition(actor), condition, _timeless(context), COUNT)
    kept = _kept(shape)
    found = len(kept.statement.rows(**kept.times.values(context)))
    return min(found, COUNT_CAP), found > COUNT_CAP
