"""The typed check: every kind of mistake has a code and a place."""

from __future__ import annotations

import pytest

from tandem.conditions.check import Use, accept, check, usable_as
from tandem.conditions.fields import Catalogue
from tandem.conditions.nodes import Value, all_of, any_of, rule, to_json
from tandem.conditions.problems import MESSAGES, ConditionRefused
from tandem.conditions.types import Choice, Number
from tests.conditions.toy import CATALOGUE, field


@pytest.mark.parametrize(
    ("key", "operator", "value", "place", "code"),
    [
        ("gone", "is", 1, "/field", "unknown_field"),
        ("amount", "resembles", 1, "/operator", "unknown_operator"),
        ("amount", "contains", "1", "/operator", "operator_not_for_field"),
        ("flag", "less_than", True, "/operator", "operator_not_for_field"),
        ("state", "less_than", "open", "/operator", "operator_not_for_field"),
        ("day", "hours_since_more_than", 1, "/operator", "operator_not_for_field"),
        ("still", "changed", None, "/operator", "operator_not_for_field"),
        ("tags", "is", "a", "/operator", "operator_not_for_field"),
        ("subject", "contains", "", "/value", "value_empty"),
        ("subject", "contains", " \t\n", "/value", "value_empty"),
        ("subject", "contains", 5, "/value", "value_type"),
        ("subject", "is", "x" * 501, "/value", "value_too_long"),
        ("subject", "is", "\ufdfa" * 100, "/value", "value_too_long"),  # each becomes 18 characters
        ("level", "is", "extreme", "/value", "value_unknown"),
        ("level", "less_than", "extreme", "/value", "value_unknown"),
        ("level", "is", None, "/value", "value_type"),
        ("state", "is_any_of", "open", "/value", "value_type"),
        ("state", "is_any_of", (), "/value", "value_empty"),
        ("state", "is_any_of", ("open", "gone"), "/value", "value_unknown"),
        ("agent", "is", "me", "/value", "value_type"),
        ("agent", "is", "my_teams", "/value", "value_type"),
        ("agent", "is", True, "/value", "value_type"),
        ("agent", "is", "٣", "/value", "value_type"),
        ("agent", "is", 0, "/value", "value_range"),
        ("agent", "is", 2**63, "/value", "value_range"),
        ("amount", "is", "1e999999", "/value", "value_range"),
        ("amount", "is", 10**30, "/value", "value_range"),
        pytest.param("amount", "is", 10**5000, "/value", "value_range", id="thousands-of-digits"),
        ("amount", "is", "9" * 41, "/value", "value_range"),
        ("amount", "is", "ten", "/value", "value_type"),
        ("amount", "is", float("nan"), "/value", "value_range"),
        ("amount", "is", float("inf"), "/value", "value_range"),
        ("amount", "is", 1.5, "/value", "value_range"),
        ("amount", "is", False, "/value", "value_type"),
        ("price", "less_than", "1.005", "/value", "value_range"),
        ("spent", "less_than", 20, "/value", "value_type"),
        ("spent", "less_than", "20 m", "/value", "value_type"),
        ("spent", "less_than", "99999999d", "/value", "value_range"),
        ("due", "before", "2026-11-22T10:00:00", "/value", "value_type"),  # whose ten o'clock?
        ("due", "before", "2026-13-01", "/value", "value_type"),
        ("due", "before", "0001-01-01", "/value", "value_range"),
        ("due", "before", 2**62, "/value", "value_range"),
        ("due", "before", "0001-01-01T00:00:00+14:00", "/value", "value_range"),
        ("due", "on_day", "someday", "/value", "value_type"),
        ("due", "within_last_days", 0, "/value", "value_range"),
        ("due", "within_last_days", "7", "/value", "value_type"),
        ("due", "hours_since_more_than", -1, "/value", "value_range"),
        ("due", "hours_since_more_than", float("nan"), "/value", "value_range"),
        ("due", "hours_since_more_than", None, "/value", "value_type"),
        ("day", "before", 0, "/value", "value_type"),
        ("flag", "is", "true", "/value", "value_type"),
        ("flag", "is", 1, "/value", "value_type"),
        ("flag", "is_set", True, "/value", "value_type"),
        ("followers", "includes_any", ("nobody",), "/value", "value_empty"),
        ("followers", "includes_any", (None,), "/value", "value_empty"),
        ("tags", "includes_all", (1,), "/value", "value_type"),
    ],
)
def test_mistakes_are_found_where_they_are(key: str, operator: str, value: Value, place: str, code: str) -> None:
    tree = all_of(rule("state", "is", "open"), any_of(rule(key, operator, value)))
    (problem,) = check(tree, CATALOGUE, Use.PREDICATE)
    assert (problem.pointer, problem.code) == (f"/rules/1/rules/0{place}", code)
    assert MESSAGES[problem.code] == problem.message


def test_all_problems_are_told_at_once() -> None:
    raw = to_json(all_of(rule("gone", "is", 1), any_of(), rule("amount", "is", "x")))
    with pytest.raises(ConditionRefused) as refused:
        accept(raw, CATALOGUE, Use.SQL)
    assert {(problem.pointer, problem.code) for problem in refused.value.problems} == {
        ("/rules/0/field", "unknown_field"),
        ("/rules/1/rules", "empty_group"),
        ("/rules/2/value", "value_type"),
    }


def test_a_condition_without_rules_is_not_saved() -> None:
    with pytest.raises(ConditionRefused, match="empty_group"):
        accept({"combinator": "and", "rules": []}, CATALOGUE, Use.SQL)


def test_facts_of_the_moment_are_not_for_the_database() -> None:
    event, change, state = rule("public", "is", True), rule("state", "changed"), rule("state", "is", "open")
    assert usable_as(state, CATALOGUE) == Use.BOTH
    assert usable_as(event, CATALOGUE) == Use.PREDICATE
    assert usable_as(all_of(state, change), CATALOGUE) == Use.PREDICATE
    assert usable_as(rule("gone", "is", 1), CATALOGUE) == Use(0)
    (problem,) = check(all_of(change), CATALOGUE, Use.BOTH)
    assert (problem.pointer, problem.code) == ("/rules/0/operator", "fact_not_available")
    (problem,) = check(all_of(event), CATALOGUE, Use.SQL)
    assert (problem.pointer, problem.code) == ("/rules/0/field", "fact_not_available")


def test_an_accepted_condition_is_returned() -> None:
    tree = all_of(rule("state", "is", "open"), rule("agent", "is", "9007199254740993"))
    assert accept(to_json(tree), CATALOGUE, Use.BOTH) == tree


def test_a_catalogue_has_one_field_of_a_key() -> None:
    grown = CATALOGUE.with_fields([field("extra", Number())])
    assert grown.get("extra") and CATALOGUE.get("extra") is None
    with pytest.raises(ValueError, match="state"):
        Catalogue([*CATALOGUE, field("state", Choice())])
    with pytest.raises(ValueError, match="options"):
        Choice(ordered=True)
