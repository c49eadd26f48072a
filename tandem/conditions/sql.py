"""A condition as a Django Q. Every leaf is two-valued, so AND, OR and NOT mean what they mean in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from tandem.conditions.check import BoundRules, Use, bind
from tandem.conditions.context import Context
from tandem.conditions.days import Span
from tandem.conditions.fields import Catalogue, Fact
from tandem.conditions.nodes import Node, Rule
from tandem.conditions.sources import ALWAYS, NEVER
from tandem.conditions.types import Bound, Constant, Operand


class OpenTimes:
    """Spans of time that a statement leaves open, so that it can be kept: "today" and "an hour ago" are filled in when it runs.

    `blank` makes what stands for a value in the statement out of its name.
    """

    def __init__(self, blank: Callable[[str], Any]) -> None:
        self._blank = blank
        self._bounds: list[Bound] = []

    def span(self, bound: Bound, context: Context) -> Operand:
        """What the rule compares with: a span with open ends, or the value itself where it is no time. Which ends a span
        has never depends on the moment."""
        operand = bound(context)
        if isinstance(bound, Constant) or not isinstance(operand, Span):
            return operand
        low, high = _names(len(self._bounds))
        self._bounds.append(bound)
        return Span(
            None if operand.low is None else self._blank(low), None if operand.high is None else self._blank(high)
        )

    def values(self, context: Context) -> dict[str, int | None]:
        """The open values by name, for this moment and zone."""
        found: dict[str, int | None] = {}
        for at, bound in enumerate(self._bounds):
            operand = bound(context)
            assert isinstance(operand, Span)
            found |= dict(zip(_names(at), (operand.low, operand.high), strict=True))
        return found


def _names(at: int) -> tuple[str, str]:
    return f"from{at}", f"until{at}"


def to_q(node: Node, catalogue: Catalogue, context: Context, times: OpenTimes | None = None) -> Q:
    """The condition for `.filter()` of the catalogue's model. One with any problem matches nothing as a whole: a broken
    rule under NOT must not match everything. `check(node, catalogue, Use.SQL)` tells the reason.

    With `times` the condition says nothing of the moment. Raises TypeError for facts of the clock, which cannot be left open.
    """
    bound, problems = bind(node, catalogue, Use.SQL)
    return NEVER if problems else _q(node, bound, context, times)


def _q(node: Node, bound: BoundRules, context: Context, times: OpenTimes | None) -> Q:
    if isinstance(node, Rule):
        rule = bound[node]
        if rule.field.kind is Fact.CLOCK:
            if times is not None:
                raise TypeError(f"{rule.field.key} is decided when the statement is written")
            return ALWAYS if rule.operator.holds(rule.field.read(context), rule.operand(context)) else NEVER
        operand = rule.operand(context) if times is None else times.span(rule.operand, context)
        return rule.operator.q(rule.field, operand)
    parts = [_q(child, bound, context, times) for child in node.rules]
    if not parts:
        together = ALWAYS if node.combinator == "and" else NEVER
    else:
        together = Q(*parts, _connector=Q.AND if node.combinator == "and" else Q.OR)
    return ~together if node.negated else together
