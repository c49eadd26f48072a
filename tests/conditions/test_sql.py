"""The shape of the SQL: what an index needs, and what may not be asked."""

from __future__ import annotations

import pytest

from tandem.conditions.clock_fields import CLOCK_FIELDS
from tandem.conditions.nodes import NOTHING, Node, not_, rule
from tandem.conditions.operators import OPERATORS
from tandem.conditions.sql import OpenTimes, to_q
from tests.conditions.toy import CATALOGUE as TOY
from tests.parity.cells import CATALOGUE, CONTEXTS
from tests.parity.models import Thing


def sql(node: Node) -> str:
    query = str(Thing.objects.filter(to_q(node, CATALOGUE, CONTEXTS[0])).query)
    return query.partition(" WHERE ")[2].replace('"parity_toy_thing".', "").replace('"', "")


def test_unassigned_is_a_plain_null_test_that_an_index_serves() -> None:
    assert sql(rule("agent", "is", "nobody")) == "agent_id IS NULL"
    assert sql(rule("agent", "is_not_set")) == "agent_id IS NULL"


def test_sets_are_asked_by_exists_without_joins() -> None:
    query = sql(rule("tags", "includes_all", ["b", "a"]))
    assert query.count("EXISTS(SELECT 1") == 2
    assert "JOIN" not in query


def test_the_same_condition_always_gives_the_same_text() -> None:
    first, second = ["closed", "open", "x", "y"], ["y", "x", "open", "closed"]
    assert sql(rule("state", "is_any_of", first)) == sql(rule("state", "is_any_of", second))


@pytest.mark.django_db
def test_nothing_asks_no_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture without a public type
        assert not Thing.objects.filter(to_q(NOTHING, CATALOGUE, CONTEXTS[0])).exists()
        assert not Thing.objects.filter(to_q(not_(rule("gone", "is", 1)), CATALOGUE, CONTEXTS[0])).exists()


def test_what_the_clock_says_cannot_be_left_open_in_a_statement() -> None:
    clock = CATALOGUE.with_fields(CLOCK_FIELDS)
    with pytest.raises(TypeError, match="now_hour"):
        to_q(rule("now_hour", "greater_than", 8), clock, CONTEXTS[0], OpenTimes(str))


def test_facts_of_the_moment_cannot_be_asked_by_force() -> None:
    public, state = TOY.get("public"), TOY.get("state")
    assert public and state
    with pytest.raises(TypeError, match="public"):
        OPERATORS["is"].q(public, frozenset({True}))
    with pytest.raises(TypeError, match="changed"):
        OPERATORS["changed"].q(state, None)
