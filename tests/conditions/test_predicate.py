"""What each operator means, written out: parity alone would not notice both sides being wrong together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.nodes import EVERYTHING, NOTHING, Value, all_of, any_of, not_, rule
from tandem.conditions.predicate import Predicate, Reading
from tandem.conditions.types import Number
from tests.conditions.toy import CATALOGUE, CONTEXT, NOW

HOUR = 3_600_000


def holds(key: str, operator: str, value: Value, stored: Any, context: Context = CONTEXT) -> bool:
    return Predicate(rule(key, operator, value), CATALOGUE)({key: stored}, context)


@pytest.mark.parametrize(
    ("key", "operator", "value", "yes", "no"),
    [
        ("subject", "is", "HELLO  world", ["hello world", " Hello\n World "], [None, "", "hello", "helloworld"]),
        ("subject", "is_not", "hello", [None, "", "bye"], ["Hello"]),
        ("subject", "contains", "STRASSE", ["Hauptstraße 1"], [None, "", "Strase"]),
        ("subject", "contains", "100%", ["100% sure"], ["1000", "100 %"]),
        ("subject", "not_contains", "a_b", [None, "axb"], ["A_B"]),
        ("subject", "is_set", None, ["x"], [None, "", " \t"]),
        ("level", "is", "none", ["none"], [None, "low", ""]),
        ("level", "less_than", "medium", ["none", "low"], [None, "medium", "high", "gone"]),
        ("level", "less_or_equal", "medium", ["none", "low", "medium"], [None, "high", "gone"]),
        ("level", "greater_than", "high", ["urgent"], [None, "high", "low", "gone"]),
        ("level", "greater_or_equal", "high", ["high", "urgent"], [None, "medium", "gone"]),
        ("state", "is_none_of", ("open",), [None, "", "closed"], ["open"]),
        ("agent", "is", "current_agent", [7], [None, 8]),
        ("agent", "is_not", "current_agent", [None, 8], [7]),
        ("agent", "is", "nobody", [None], [7]),
        ("agent", "is", None, [None], [7]),
        ("agent", "is", "8", [8], [None, 7]),
        ("agent", "is_any_of", ("current_agent", "nobody"), [7, None], [8]),
        ("agent", "is_none_of", ("current_agent", "nobody"), [8], [7, None]),
        ("team", "is", "my_teams", [1, 2], [None, 3]),
        ("department", "is_not", "my_departments", [None, 1], [3]),
        ("amount", "less_than", 5, [4, -9], [None, 5, 6]),
        ("amount", "less_or_equal", 5, [5, 4], [None, 6]),
        ("amount", "greater_than", "5", [6], [None, 5, 4]),
        ("amount", "greater_or_equal", 5.0, [5, 6], [None, 4]),
        ("price", "is", "12.30", [1230], [None, 12, 1231]),
        ("spent", "greater_or_equal", "20m", [1_200_000], [None, 1_199_999]),
        ("flag", "is", False, [False], [None, True]),
        ("flag", "is_not", False, [None, True], [False]),
        ("due", "before", NOW, [NOW - 1], [None, NOW, NOW + 1]),
        ("due", "after", "2026-11-23T00:30:00+01:00", [NOW + 1], [None, NOW]),
        ("due", "hours_since_more_than", 1, [NOW - HOUR - 1], [None, NOW - HOUR, NOW, NOW + 1]),
        ("due", "hours_since_less_than", "60m", [NOW - HOUR + 1, NOW], [None, NOW - HOUR, NOW + 1]),
        ("due", "hours_since_more_than", "20m", [NOW - 1_200_001], [NOW - 1_200_000]),
        ("tags", "includes_any", ("VIP", "b"), [("vip", "x"), ("b",)], [None, (), ("x",)]),
        ("tags", "includes_all", ("a", "B"), [("b", "A", "c")], [None, (), ("a",)]),
        ("tags", "includes_none", ("a",), [None, (), ("b",)], [("a", "b")]),
        ("tags", "is_not_set", None, [None, ()], [("a",)]),
        ("followers", "includes_any", ("current_agent",), [(7, 9)], [None, (9,)]),
    ],
)
def test_meaning(key: str, operator: str, value: Value, yes: list[Any], no: list[Any]) -> None:
    assert [stored for stored in yes if not holds(key, operator, value, stored)] == []
    assert [stored for stored in no if holds(key, operator, value, stored)] == []


PRAGUE = replace(CONTEXT, zone=ZoneInfo("Europe/Prague"))  # there it is Monday 23 November, half past midnight
DAY = 24 * HOUR
MIDNIGHT_UTC = NOW - 23 * HOUR - HOUR // 2  # 22 November
MIDNIGHT_PRAGUE = NOW - HOUR // 2  # 23 November


@pytest.mark.parametrize(
    ("operator", "value", "context", "first", "last"),
    [
        ("on_day", "today", CONTEXT, MIDNIGHT_UTC, MIDNIGHT_UTC + DAY - 1),
        ("on_day", "today", PRAGUE, MIDNIGHT_PRAGUE, MIDNIGHT_PRAGUE + DAY - 1),
        ("on_day", "yesterday", PRAGUE, MIDNIGHT_PRAGUE - DAY, MIDNIGHT_PRAGUE - 1),
        ("on_day", "this_week", CONTEXT, MIDNIGHT_UTC - 6 * DAY, MIDNIGHT_UTC + DAY - 1),
        ("on_day", "this_week", PRAGUE, MIDNIGHT_PRAGUE, MIDNIGHT_PRAGUE + 7 * DAY - 1),
        ("on_day", "last_week", PRAGUE, MIDNIGHT_PRAGUE - 7 * DAY, MIDNIGHT_PRAGUE - 1),
        ("on_day", "2026-11-22", PRAGUE, MIDNIGHT_PRAGUE - DAY, MIDNIGHT_PRAGUE - 1),
        ("within_last_days", 1, PRAGUE, MIDNIGHT_PRAGUE, NOW),
        ("within_last_days", 7, PRAGUE, MIDNIGHT_PRAGUE - 6 * DAY, NOW),
        ("within_last_days", 7, CONTEXT, MIDNIGHT_UTC - 6 * DAY, NOW),
        # The day on which Prague puts its clocks back has 25 hours, the one on which it puts them forward 23.
        ("on_day", "2026-10-25", PRAGUE, 1_792_879_200_000, 1_792_879_200_000 + 25 * HOUR - 1),
        ("on_day", "2026-03-29", PRAGUE, 1_774_738_800_000, 1_774_738_800_000 + 23 * HOUR - 1),
        # In Beirut midnight of 26 March 2023 did not exist: the day begins with the jump, at 22:00 UTC.
        ("on_day", "2023-03-26", replace(CONTEXT, zone=ZoneInfo("Asia/Beirut")), 1_679_781_600_000, 1_679_864_399_999),
    ],
)
def test_days_begin_where_the_zone_says(operator: str, value: Value, context: Context, first: int, last: int) -> None:
    edges = [holds("due", operator, value, moment, context) for moment in (first - 1, first, last, last + 1)]
    assert edges == [False, True, True, False]


def test_before_and_after_a_date_leave_the_whole_day_out() -> None:
    first, last = MIDNIGHT_PRAGUE - DAY, MIDNIGHT_PRAGUE - 1
    before = [holds("due", "before", "2026-11-22", moment, PRAGUE) for moment in (first - 1, first, last, last + 1)]
    after = [holds("due", "after", "2026-11-22", moment, PRAGUE) for moment in (first - 1, first, last, last + 1)]
    assert (before, after) == ([True, False, False, False], [False, False, False, True])


def test_a_date_is_the_same_day_for_every_reader() -> None:
    stored = MIDNIGHT_UTC + DAY  # 23 November
    assert holds("day", "on_day", "2026-11-23", stored, replace(CONTEXT, zone=ZoneInfo("America/Los_Angeles")))
    assert holds("day", "on_day", "today", stored, PRAGUE)
    assert holds("day", "within_last_days", 1, stored, PRAGUE)
    assert not holds("day", "on_day", "today", stored, CONTEXT)


def test_without_a_person_current_agent_is_nobody_in_particular() -> None:
    system = Context(NOW)
    assert not holds("agent", "is", "current_agent", None, system)
    assert not holds("agent", "is", "current_agent", 7, system)
    assert holds("agent", "is_not", "current_agent", None, system)
    assert not holds("team", "is", "my_teams", None, system)
    assert not holds("followers", "includes_all", ("current_agent",), (7,), system)


@pytest.mark.parametrize(
    ("operator", "value", "before", "after", "result"),
    [
        ("changed", None, "open", "closed", True),
        ("changed", None, "open", "open", False),
        ("changed", None, None, "open", True),
        ("changed", None, "", None, False),
        ("not_changed", None, "open", "open", True),
        ("changed_to", "closed", "open", "closed", True),
        ("changed_to", "closed", "closed", "closed", False),
        ("changed_to", "closed", "closed", "open", False),
        ("not_changed_to", "closed", "closed", "closed", True),
        ("changed_from", "open", "open", None, True),
        ("changed_from", "open", "open", "open", False),
        ("not_changed_from", "open", None, "open", True),
    ],
)
def test_operators_of_change(operator: str, value: Value, before: Any, after: Any, result: bool) -> None:
    predicate = Predicate(rule("state", operator, value), CATALOGUE)
    snapshot = {"state": after, "before": {"state": before}}
    assert predicate(snapshot, CONTEXT) is result
    assert predicate.trace(snapshot, CONTEXT).seen == (before or None, after)


def test_sets_change_as_sets() -> None:
    predicate = Predicate(rule("tags", "changed"), CATALOGUE)
    assert not predicate({"tags": ["a", "B"], "before": {"tags": ["b", "a"]}}, CONTEXT)
    assert predicate({"tags": ["a"], "before": {"tags": []}}, CONTEXT)


def test_constants_and_groups() -> None:
    yes, no = rule("amount", "is", 1), rule("amount", "is", 2)
    for node, result in [
        (EVERYTHING, True), (NOTHING, False), (not_(NOTHING), True), (not_(EVERYTHING), False),
        (all_of(yes, no), False), (any_of(yes, no), True), (not_(all_of(yes, no)), True), (not_(yes), False),
    ]:  # fmt: skip
        assert Predicate(node, CATALOGUE)({"amount": 1}, CONTEXT) is result


def test_the_trace_tells_every_node_and_the_value_it_saw() -> None:
    tree = any_of(rule("level", "is", "high"), all_of(rule("agent", "is", "current_agent"), rule("tags", "is_set")))
    trace = Predicate(tree, CATALOGUE).trace({"level": "low", "agent": 7, "tags": []}, CONTEXT)
    first, group = trace.children
    assert (trace.result, first.result, first.seen, first.wanted) == (False, False, "low", frozenset({"high"}))
    assert [child.result for child in group.children] == [True, False]
    assert (group.children[0].seen, group.children[0].wanted, group.children[1].seen) == (7, frozenset({7}), None)


def test_a_broken_condition_is_false_and_says_why() -> None:
    predicate = Predicate(not_(rule("gone", "is", 1)), CATALOGUE)
    assert predicate({}, CONTEXT) is False
    assert [problem.code for problem in predicate.problems] == ["unknown_field"]
    assert predicate.trace({}, CONTEXT).result is False


def test_many_conditions_read_each_fact_of_a_snapshot_once() -> None:
    asked: list[str] = []

    def reader(snapshot: object) -> int:
        asked.append("amount")
        return 5

    catalogue = Catalogue([Field("amount", "Amount", Number(), reader)])
    holding = [Predicate(rule("amount", "greater_than", limit), catalogue) for limit in range(10)]
    reading = Reading(None, CONTEXT)
    assert [predicate.holds(reading) for predicate in holding] == [True] * 5 + [False] * 5
    assert asked == ["amount"]


def test_a_value_of_the_context_is_resolved_for_each() -> None:
    mine = Predicate(rule("agent", "is_any_of", ["current_agent", 9]), CATALOGUE)
    for person, expected in ((7, True), (8, False)):
        assert mine({"agent": 7}, Context(now_ms=0, person_id=person)) is expected
    assert mine({"agent": 9}, Context(now_ms=0)) is True
