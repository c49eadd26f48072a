"""The list: a view, filters, words and an order become one keyset-paged query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson
from django.core import signing
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.conditions.context import Context
from tandem.conditions.nodes import Node
from tandem.conditions.sql import to_q
from tandem.infra import clock
from tandem.kernel.errors import Malformed, Problem
from tandem.people.actors import StaffActor
from tandem.tickets import queries
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.models import Draft, ReadMark, Ticket
from tandem.tickets.preset_views import BY_KEY, PRESET_VIEWS

#: Counts are exact up to here; beyond, the screen says "999+".
COUNT_CAP: Final = 999
MAX_LIMIT: Final = 100
#: Sort key -> column. Every order ends in the id, so that a page never skips or repeats a row.
SORTS: Final[dict[str, str]] = {
    "updated": "updated_at",
    "created": "created_at",
    "priority": "priority",
    "due": "due_at",
    "last_message": "last_message_at",
    "number": "number",
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


def page(actor: StaffActor, wanted: Wanted) -> tuple[list[dict[str, Any]], str | None]:
    """One page of rows with the cursor of the next, None on the last."""
    tickets = filtered(actor, wanted.condition)
    if wanted.ids is not None:
        tickets = tickets.filter(id__in=wanted.ids)
    if wanted.unread_only:
        read = ReadMark.objects.filter(ticket_id=OuterRef("id"), person_id=actor.me, seq__gte=OuterRef("seq"))
        tickets = tickets.filter(~Exists(read))
    column, descending = _order(wanted.sort)
    if wanted.cursor:
        tickets = tickets.filter(_after(wanted, column, descending))
    direction = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    if column not in {"due_at", "last_message_at"}:
        direction = F(column).desc() if descending else F(column).asc()
    found = queries.rows(tickets.order_by(direction, "-id" if descending else "id")[: wanted.limit + 1])
    more = len(found) > wanted.limit
    found = found[: wanted.limit]
    return found, _cursor(wanted.sort, found[-1], column) if more else None


def _order(sort: str) -> tuple[str, bool]:
    key = sort.removeprefix("-")
    if key not in SORTS:
        raise Malformed([Problem("/sort", "unknown", _("The list cannot be sorted by this."))])
    return SORTS[key], sort.startswith("-")


def _cursor(sort: str, last: Mapping[str, Any], column: str) -> str:
    return signing.dumps([sort, last[column], str(last["id"])], salt="tandem.cursor")


def _after(wanted: Wanted, column: str, descending: bool) -> Q:
    """Everything behind the last row of the page before. Cursors are signed: a changed one is refused (sec:L-09)."""
    try:
        sort, value, last_id = signing.loads(wanted.cursor, salt="tandem.cursor")
    except (signing.BadSignature, orjson.JSONDecodeError, ValueError):
        raise Malformed([Problem("/cursor", "unknown", _("This page marker is not one of ours."))]) from None
    if sort != wanted.sort:
        raise Malformed([Problem("/cursor", "other_sort", _("This page marker belongs to another order."))])
    beyond = "lt" if descending else "gt"
    tie = Q(**{column: value, f"id__{beyond}": int(last_id)})
    if value is None:
        return Q(**{f"{column}__isnull": True, f"id__{beyond}": int(last_id)})
    return Q(**{f"{column}__{beyond}": value}) | tie | Q(**{f"{column}__isnull": True})


def count(actor: StaffActor, condition: Node) -> tuple[int, bool]:
    """How many match, exact to the cap; whether there are more."""
    found = len(filtered(actor, condition).order_by().values_list("id")[: COUNT_CAP + 1])
    return min(found, COUNT_CAP), found > COUNT_CAP


def view_counts(actor: StaffActor) -> list[tuple[str, int, bool]]:
    """(key, count, capped) of every preset view."""
    return [(view.key, *count(actor, view.condition)) for view in PRESET_VIEWS]


def drafts_of(actor: StaffActor, ids: Sequence[int]) -> frozenset[int]:
    """Which of these tickets hold an unsent text of the viewer."""
    return frozenset(Draft.objects.filter(author_id=actor.me, ticket_id__in=ids).values_list("ticket_id", flat=True))
