"""The typed check: what is saved has a meaning, and one that the place of use can compute."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from functools import reduce
from operator import or_

from tandem.conditions.fields import Catalogue, Fact, Field
from tandem.conditions.nodes import Group, Node, Rule, from_json
from tandem.conditions.operators import OPERATORS, Operator
from tandem.conditions.problems import BadValue, ConditionRefused, Problem
from tandem.conditions.types import Bound


class Use(Flag):
    """Which sides a place needs: views, counts and reports SQL; triggers the predicate; automations and rights both."""

    SQL = auto()
    PREDICATE = auto()
    BOTH = SQL | PREDICATE


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A checked rule: its field, its operator, and the clause value waiting for a context."""

    field: Field
    operator: Operator
    operand: Bound


BoundRules = dict[Rule, BoundRule]


def check(node: Node, catalogue: Catalogue, use: Use = Use.BOTH) -> list[Problem]:
    """Everything that is wrong with a condition for this use; an empty list when it may be compiled."""
    return bind(node, catalogue, use)[1]


def accept(raw: object, catalogue: Catalogue, use: Use) -> Group:
    """Read a condition that a person wants to save. Raises ConditionRefused with every problem, empty groups included."""
    group = from_json(raw)
    problems = [*_empty_groups(group, ""), *check(group, catalogue, use)]
    if problems:
        raise ConditionRefused(problems)
    return group


def usable_as(node: Node, catalogue: Catalogue) -> Use:
    """The sides that can compute the condition, to be saved with it; `Use(0)` for a broken one."""
    sides = (side for side in (Use.SQL, Use.PREDICATE) if not check(node, catalogue, side))
    return reduce(or_, sides, Use(0))


def bind(node: Node, catalogue: Catalogue, use: Use, pointer: str = "") -> tuple[BoundRules, list[Problem]]:
    """Look up fields and operators and parse clause values, for the compilers. Equal rules share one entry."""
    bound: BoundRules = {}
    problems: list[Problem] = []
    if isinstance(node, Group):
        for place, child in enumerate(node.rules):
            more, wrong = bind(child, catalogue, use, f"{pointer}/rules/{place}")
            bound |= more
            problems += wrong
        return bound, problems
    found = _bind_rule(node, catalogue, use, pointer)
    return ({}, [found]) if isinstance(found, Problem) else ({node: found}, [])


def _bind_rule(rule: Rule, catalogue: Catalogue, use: Use, pointer: str) -> BoundRule | Problem:
    field, operator = catalogue.get(rule.field), OPERATORS.get(rule.operator)
    if field is None:
        return Problem(f"{pointer}/field", "unknown_field")
    if operator is None:
        return Problem(f"{pointer}/operator", "unknown_operator")
    if not operator.fits(field.type) or (operator.change and field.before is None):
        return Problem(f"{pointer}/operator", "operator_not_for_field")
    known_to_sql = field.source is not None or field.kind is Fact.CLOCK
    if Use.SQL in use and (not known_to_sql or operator.change):
        return Problem(f"{pointer}/{'operator' if operator.change else 'field'}", "fact_not_available")
    try:
        return BoundRule(field, operator, operator.operand(field.type, rule.value))
    except BadValue as bad:
        return Problem(f"{pointer}/value", bad.code)


def _empty_groups(group: Group, pointer: str) -> list[Problem]:
    problems = [] if group.rules else [Problem(f"{pointer}/rules", "empty_group")]
    for place, child in enumerate(group.rules):
        if isinstance(child, Group):
            problems += _empty_groups(child, f"{pointer}/rules/{place}")
    return problems
