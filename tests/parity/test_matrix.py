"""Every field type × operator × clause value × stored value: the database and the predicate give the same answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tandem.conditions.check import Use, check
from tandem.conditions.context import Context
from tandem.conditions.fields import Field
from tandem.conditions.nodes import Node, Rule, Value, not_
from tandem.conditions.operators import OPERATORS, Operator
from tandem.conditions.predicate import Predicate
from tandem.conditions.sql import OpenTimes, to_q
from tandem.infra.prepared import Blank, prepare
from tests.parity.cells import CATALOGUE, CELL_ROWS, CONTEXTS
from tests.parity.conftest import World
from tests.parity.models import Thing


def by_sql(node: Node, context: Context) -> set[int]:
    return set(Thing.objects.filter(to_q(node, CATALOGUE, context)).values_list("pk", flat=True))


def by_kept_statement(node: Node, context: Context) -> set[int]:
    """By a statement that was written at another time of day, month and year, and runs now."""
    times = OpenTimes(Blank)
    wanted = to_q(node, CATALOGUE, replace(context, now_ms=1_700_000_000_000), times)
    statement = prepare(Thing.objects.filter(wanted).values_list("pk"))
    return {pk for (pk,) in statement.rows(**times.values(context))}


def by_predicate(node: Node, context: Context, world: World) -> set[int]:
    predicate = Predicate(node, CATALOGUE)
    return {pk for pk, snapshot in world.items() if predicate(snapshot, context)}


@pytest.mark.parametrize(
    ("field", "operator", "values"),
    [pytest.param(*row, id=f"{row[0].key}-{row[1].name}") for row in CELL_ROWS],
)
def test_database_and_predicate_agree(world: World, field: Field, operator: Operator, values: list[Value]) -> None:
    answers = set()
    for value in values:
        rule = Rule(field.key, operator.name, value)
        assert check(rule, CATALOGUE, Use.BOTH) == [], value
        for context in CONTEXTS:
            wanted = by_predicate(rule, context, world)
            differing = wanted ^ by_sql(rule, context)
            assert not differing, (value, context, [world[pk][_stored(field)] for pk in differing])
            assert by_kept_statement(rule, context) == wanted, (value, context)
            assert by_sql(not_(rule), context) == world.keys() - wanted, (value, context)
            answers |= {pk in wanted for pk in world}
    assert answers == {True, False}, "the clause values do not tell any two records apart"


def _stored(field: Field) -> str:
    return {"size": "amount", "words": "note", "address": "level"}.get(field.key, field.key)


@pytest.mark.parametrize(
    ("negative", "positive"),
    [
        ("is_not", "is"),
        ("is_none_of", "is_any_of"),
        ("not_contains", "contains"),
        ("is_set", "is_not_set"),
        ("includes_none", "includes_any"),
    ],
)
def test_a_negative_operator_is_the_complement_of_its_positive(world: World, negative: str, positive: str) -> None:
    assert OPERATORS[negative].negated
    rows = [(field, values) for field, operator, values in CELL_ROWS if operator.name == positive]
    assert rows
    for field, values in rows:
        for value in values:
            yes = by_sql(Rule(field.key, positive, value), CONTEXTS[0])
            assert by_sql(Rule(field.key, negative, value), CONTEXTS[0]) == world.keys() - yes, (field.key, value)
