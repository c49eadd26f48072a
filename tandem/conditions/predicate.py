"""A condition as a function of a snapshot, and the trace that explains its answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from tandem.conditions.check import BoundRule, BoundRules, Use, bind
from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Fact
from tandem.conditions.nodes import Group, Node, Rule
from tandem.conditions.types import Operand

Test = Callable[[Any, Context], bool]


@dataclass(frozen=True, slots=True)
class Trace:
    """The result of one node. For a rule: `seen` is the normalised value (before and after, for an operator of change)
    and `wanted` what it was compared with. For a group: one trace per rule, all evaluated."""

    node: Node
    result: bool
    seen: Hashable | None = None
    wanted: Operand = None
    children: tuple[Trace, ...] = ()


class Predicate:
    """A compiled condition; call it with a snapshot and a context. With any of `problems` it is false as a whole."""

    def __init__(self, node: Node, catalogue: Catalogue) -> None:
        self.node = node
        self._bound, self.problems = bind(node, catalogue, Use.PREDICATE)
        self._test = _never if self.problems else _compile(node, self._bound)

    def __call__(self, snapshot: Any, context: Context) -> bool:
        return self._test(snapshot, context)

    def trace(self, snapshot: Any, context: Context) -> Trace:
        """The same answer with the result of every node; for a broken condition one false trace without children."""
        return Trace(self.node, False) if self.problems else _trace(self.node, self._bound, snapshot, context)


def _never(snapshot: Any, context: Context) -> bool:
    return False


def _compile(node: Node, bound: BoundRules) -> Test:
    if isinstance(node, Rule):
        return _compile_rule(bound[node])
    tests = tuple(_compile(child, bound) for child in node.rules)
    combine, negated = all if node.combinator == "and" else any, node.negated
    return lambda snapshot, context: combine(test(snapshot, context) for test in tests) is not negated


def _compile_rule(rule: BoundRule) -> Test:
    holds, operand = rule.operator.holds, rule.operand
    if rule.field.kind is Fact.CLOCK:
        tell = rule.field.read
        return lambda snapshot, context: holds(tell(context), operand(context))
    read = rule.field.read_pair if rule.operator.change else rule.field.read
    return lambda snapshot, context: holds(read(snapshot), operand(context))


def _trace(node: Node, bound: BoundRules, snapshot: Any, context: Context) -> Trace:
    if isinstance(node, Group):
        children = tuple(_trace(child, bound, snapshot, context) for child in node.rules)
        combine = all if node.combinator == "and" else any
        return Trace(node, combine(child.result for child in children) is not node.negated, children=children)
    rule = bound[node]
    seen: Hashable | None
    if rule.field.kind is Fact.CLOCK:
        seen = rule.field.read(context)
    else:
        seen = rule.field.read_pair(snapshot) if rule.operator.change else rule.field.read(snapshot)
    wanted = rule.operand(context)
    return Trace(node, rule.operator.holds(seen, wanted), seen, wanted)
