"""The indexes of the lists are found by the statements for which they were made: a partial index is easily missed by a word."""

from __future__ import annotations

import pytest
from django.db import connection

from tandem.tickets import listing
from tandem.tickets.policies import visible_condition
from tandem.tickets.preset_views import BY_KEY
from tests.world import World

FOLDERS = {"spam": "ticket_in_spam", "trash": "ticket_in_trash"}
INDEXES = {
    **FOLDERS,
    "all": "ticket_at_hand",
    "open": "ticket_in_department",
    "snoozed": "ticket_asleep",
    "followed": "ticket_by_follower",
}


def _plan(world: World, view: str, sort: str, *, everything: bool = False) -> str:
    actor = world.actor(world.ana if everything else world.ben)
    context = listing.context_of(actor)
    shape = listing._Shape(visible_condition(actor), BY_KEY[view].condition, listing._timeless(context), sort)
    statement, times = listing._kept(shape)
    values = {"me": actor.me, "limit": 51, **times.values(context)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An empty table is read as a whole; the question is which index could be used at all.
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + statement.sql, statement.filled(**values))
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def _comes_from(index: str, plan: str) -> bool:
    """PostgreSQL chooses among several that serve by what is in the tables, and here there is nothing: any of ours will do."""
    if connection.vendor == "postgresql" and index not in FOLDERS.values():
        return "Index" in plan and "Seq Scan on tickets_ticket" not in plan
    return index in plan


@pytest.mark.parametrize("view", INDEXES)
def test_a_list_comes_from_its_index(world: World, view: str) -> None:
    assert _comes_from(INDEXES[view], _plan(world, view, BY_KEY[view].sort))


@pytest.mark.parametrize(
    ("view", "index"),
    [("open", "ticket_in_work"), ("all", "ticket_by_update"), ("spam", "ticket_in_spam"), ("trash", "ticket_in_trash")],
)
def test_who_sees_all_departments_has_indexes_too(world: World, view: str, index: str) -> None:
    plan = _plan(world, view, "-updated", everything=True)
    assert _comes_from(index, plan) and "SCAN people_department" not in plan


@pytest.mark.parametrize("view", FOLDERS)
def test_a_folder_is_counted_within_its_index(world: World, view: str) -> None:
    assert FOLDERS[view] in _plan(world, view, listing.COUNT)
