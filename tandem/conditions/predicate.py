"""A condition as a function of a snapshot, and the trace that explains its answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from tandem.conditions.check import BoundRule, BoundRules, Use, bind
from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Fact
from tandem.conditions.nodes import Group, Node, Rule
from tandem.conditions.types import Constant, Operand


class Reading:
    """One snapshot under one context, for any number of conditions over the same catalogue: each fact is read and normalised
    once, whoever asks for it first."""

    __slots__ = ("context", "pairs", "snapshot", "values")

    def __init__(self, snapshot: Any, context: Context) -> None:
        self.snapshot = snapshot
        self.context = context
        #: By key of the field: the value now; and, where it was asked for, the values before and after the change.
        self.values: dict[str, Any] = {}
        self.pairs: dict[str, Any] = {}


Test = Callable[[Reading], bool]


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
        return self._test(Reading(snapshot, context))

    def holds(self, reading: Reading) -> bool:
        """The same for a snapshot that many conditions are asked about."""
        return self._test(reading)

    def trace(self, snapshot: Any, context: Context) -> Trace:
        """The same answer with the result of every node; for a broken condition one false trace without children."""
        return Trace(self.node, False) if self.problems else _trace(self.node, self._bound, snapshot, context)


def _never(reading: Reading) -> bool:
    return False


def _compile(node: Node, bound: BoundRules) -> Test:
    if isinstance(node, Rule):
        return _compile_rule(bound[node])
    tests = tuple(_compile(child, bound) for child in node.rules)
    # The first rule that decides ends it: one that fails where all must hold, one that holds where any may.
    deciding, negated = node.combinator != "and", node.negated

    def group(reading: Reading) -> bool:
        for test in tests:
            if test(reading) is deciding:
                return deciding is not negated
        return deciding is negated

    return group


def _compile_rule(rule: BoundRule) -> Test:
    python, negated, key = rule.operator.python, rule.operator.negated, rule.field.key
    clock, change = rule.field.kind is Fact.CLOCK, rule.operator.change
    read = rule.field.read_pair if change else rule.field.read
    operand, fixed = rule.operand, isinstance(rule.operand, Constant)
    constant = rule.operand.value if isinstance(rule.operand, Constant) else None

    def holds(reading: Reading) -> bool:
        known = reading.pairs if change else reading.values
        try:
            value = known[key]
        except KeyError:
            value = known[key] = read(reading.context if clock else reading.snapshot)
        return python(value, constant if fixed else operand(reading.context)) is not negated

    return holds


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
