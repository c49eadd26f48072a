"""Facts of the clock: the reader's own day and hour, and one answer for every record on both sides."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from tandem.conditions.check import Use, usable_as
from tandem.conditions.clock_fields import CLOCK_FIELDS
from tandem.conditions.context import Context
from tandem.conditions.nodes import Node, not_, rule
from tandem.conditions.predicate import Predicate
from tandem.conditions.sources import ALWAYS, NEVER
from tandem.conditions.sql import to_q
from tests.conditions.toy import CATALOGUE, NOW

CLOCK = CATALOGUE.with_fields(CLOCK_FIELDS)
LONDON_SUNDAY, PRAGUE_MONDAY = Context(NOW, UTC), Context(NOW, ZoneInfo("Europe/Prague"))


@pytest.mark.parametrize(
    ("node", "sunday", "monday"),
    [
        (rule("now_weekday", "is", "monday"), False, True),
        (rule("now_weekday", "is_any_of", ["saturday", "sunday"]), True, False),
        (rule("now_weekday", "greater_or_equal", "saturday"), True, False),
        (rule("now_hour", "is", 23), True, False),
        (rule("now_hour", "less_than", 8), False, True),
        (rule("now_hour", "is_set"), True, True),
        (not_(rule("now_weekday", "is", "monday")), True, False),
    ],
)
def test_it_is_the_reader_s_clock_on_both_sides(node: Node, sunday: bool, monday: bool) -> None:
    assert usable_as(node, CLOCK) == Use.BOTH
    for context, wanted in ((LONDON_SUNDAY, sunday), (PRAGUE_MONDAY, monday)):
        predicate = Predicate(node, CLOCK)
        assert predicate({}, context) is wanted
        assert predicate.trace({}, context).result is wanted
        assert to_q(rule_of(node), CLOCK, context) == (ALWAYS if wanted else NEVER)


def rule_of(node: Node) -> Node:
    """Without its NOT, which Django would wrap: the opposite question instead."""
    return rule("now_weekday", "is_not", "monday") if node == not_(rule("now_weekday", "is", "monday")) else node


def test_the_trace_tells_what_the_clock_said() -> None:
    trace = Predicate(rule("now_hour", "is", 9), CLOCK).trace({}, LONDON_SUNDAY)
    assert (trace.seen, trace.wanted) == (23, frozenset({9}))
