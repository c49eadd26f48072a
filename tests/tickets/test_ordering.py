"""Which conditions can pass only tickets of which there are few."""

from __future__ import annotations

import pytest

from tandem.conditions.nodes import EVERYTHING, NOTHING, Group, Node, all_of, rule
from tandem.tickets.ordering import asks_for_few
from tandem.tickets.preset_views import BY_KEY

OPEN = rule("group", "is_any_of", ["new", "open"])
MINE = rule("owner", "is", "current_agent")


@pytest.mark.parametrize(
    "condition",
    [
        OPEN,
        rule("group", "is", "on_hold"),
        all_of(MINE, OPEN),
        all_of(all_of(MINE, all_of(OPEN))),
        all_of(NOTHING, OPEN),
    ],
)
def test_few(condition: Node) -> None:
    assert asks_for_few(condition)


@pytest.mark.parametrize(
    "condition",
    [
        MINE,
        EVERYTHING,
        rule("group", "is", "closed"),
        rule("group", "is_any_of", ["open", "closed"]),
        rule("group", "is_none_of", ["new", "open"]),
        rule("status", "is_any_of", ["1"]),
        rule("spam", "is_not_set"),
        Group((OPEN,), "and", negated=True),
        Group((OPEN, MINE), "or"),
        all_of(MINE, Group((OPEN,), "or", negated=True)),
    ],
)
def test_closed_ones_and_others_too(condition: Node) -> None:
    assert not asks_for_few(condition)


def test_the_views_of_every_house() -> None:
    found = {key for key, view in BY_KEY.items() if asks_for_few(view.condition)}
    assert found == {
        *("mine_open", "waiting_on_me", "my_teams_unassigned", "unassigned", "open"),
        *("on_hold", "overdue", "due_today", "snoozed", "spam", "trash"),
    }
