"""Reading and writing the stored form, and what is refused before it is walked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.conditions.nodes import (
    EVERYTHING,
    Group,
    Rule,
    all_of,
    any_of,
    fields_read,
    from_json,
    in_two_blocks,
    not_,
    rule,
    to_json,
)  # fmt: skip  # isort: skip
from tandem.conditions.problems import ConditionRefused
from tandem.infra.text import storable

# What no database can store is refused elsewhere.
_texts = st.text().filter(lambda text: storable(text) == text)
_scalars = st.none() | st.booleans() | st.integers() | _texts | st.floats(allow_nan=False)
_rules = st.builds(Rule, st.text(), st.text(), _scalars | st.lists(_scalars, max_size=3).map(tuple))
_groups = st.recursive(
    st.builds(Group, st.lists(_rules, max_size=3).map(tuple), st.sampled_from(["and", "or"]), st.booleans()),
    lambda groups: st.builds(Group, st.lists(groups | _rules, max_size=3).map(tuple), st.sampled_from(["and", "or"])),
    max_leaves=5,
)


@given(_groups)
def test_what_is_written_is_read_back(group: Group) -> None:
    if _depth(group) <= 8:
        assert from_json(to_json(group)) == group


def _depth(group: Group) -> int:
    return 1 + max((_depth(child) for child in group.rules if isinstance(child, Group)), default=0)


def test_the_builders_own_marks_are_dropped() -> None:
    row = {"id": "r1", "field": "state", "operator": "is", "value": "open", "valueSource": "value"}
    assert from_json({"id": "g", "combinator": "or", "rules": [row]}) == any_of(rule("state", "is", "open"))


def _nested(levels: int) -> dict[str, Any]:
    return {"combinator": "and", "rules": [_nested(levels - 1)] if levels > 1 else []}


_ROW = {"field": "a", "operator": "is", "value": 1}


@pytest.mark.parametrize(
    ("raw", "pointer", "code"),
    [
        (None, "", "malformed"),
        ([], "", "malformed"),
        ({}, "/combinator", "malformed"),
        ({"combinator": "xor", "rules": []}, "/combinator", "malformed"),
        ({"combinator": ["and"], "rules": []}, "/combinator", "malformed"),
        ({"combinator": "and", "not": 1, "rules": []}, "/not", "malformed"),
        ({"combinator": "and", "rules": {}}, "/rules", "malformed"),
        ({"combinator": "and", "rules": [], "muted": True}, "", "malformed"),
        ({"combinator": "and", "rules": ["and"]}, "/rules/0", "malformed"),
        ({"combinator": "and", "rules": [_ROW, {**_ROW, "valueSource": "field"}]}, "/rules/1", "malformed"),
        ({"combinator": "and", "rules": [{"field": 1, "operator": "is"}]}, "/rules/0/field", "malformed"),
        ({"combinator": "and", "rules": [{"field": "a"}]}, "/rules/0/operator", "malformed"),
        ({"combinator": "and", "rules": [{**_ROW, "value": {}}]}, "/rules/0/value", "value_type"),
        ({"combinator": "and", "rules": [{**_ROW, "value": [[1]]}]}, "/rules/0/value", "value_type"),
        ({"combinator": "and", "rules": [{**_ROW, "value": [1] * 101}]}, "/rules/0/value", "value_too_long"),
        ({"combinator": "and", "rules": [_ROW] * 101}, "/rules/100", "too_many_rules"),
        ({"combinator": "and", "rules": [_nested(1)] * 101}, "/rules/99", "too_many_rules"),
        (_nested(9), "/rules/0" * 8, "too_deep"),
        ({"version": 2, "combinator": "and", "rules": []}, "/version", "version"),
        ({"version": [1], "combinator": "and", "rules": []}, "/version", "version"),
    ],
)
def test_malformed_and_oversized_conditions_are_refused_with_their_place(raw: object, pointer: str, code: str) -> None:
    with pytest.raises(ConditionRefused) as refused:
        from_json(raw)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.code) == (pointer, code)
    assert problem.message


def test_the_largest_condition_is_accepted() -> None:
    assert len(from_json({"combinator": "and", "rules": [_ROW] * 100}).rules) == 100
    assert _depth(from_json(_nested(8))) == 8


def test_a_group_inside_may_not_claim_a_version() -> None:
    with pytest.raises(ConditionRefused):
        from_json({"combinator": "and", "rules": [{"version": 1, "combinator": "and", "rules": []}]})


def test_combinators_and_what_they_read() -> None:
    a, b, c = rule("a", "is", 1), rule("b", "is_any_of", [1, 2]), rule("c", "is_set")
    assert b.value == (1, 2)
    tree = all_of(a, any_of(b, not_(c)))
    assert fields_read(tree) == {"a", "b", "c"}
    assert fields_read(EVERYTHING) == frozenset()
    assert in_two_blocks((a,), ()) == all_of(a)
    assert in_two_blocks((a,), (b, c)) == all_of(a, any_of(b, c))
    assert in_two_blocks((), (b,)) == all_of(any_of(b))
