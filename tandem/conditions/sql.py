"""A condition as a Django Q. Every leaf is two-valued, so AND, OR and NOT mean what they mean in Python."""

from __future__ import annotations

from django.db.models import Q

from tandem.conditions.check import BoundRules, Use, bind
from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Fact
from tandem.conditions.nodes import Node, Rule
from tandem.conditions.sources import ALWAYS, NEVER


def to_q(node: Node, catalogue: Catalogue, context: Context) -> Q:
    """The condition for `.filter()` of the catalogue's model. One with any problem matches nothing as a whole: a broken
    rule under NOT must not match everything. `check(node, catalogue, Use.SQL)` tells the reason."""
    bound, problems = bind(node, catalogue, Use.SQL)
    return NEVER if problems else _q(node, bound, context)


def _q(node: Node, bound: BoundRules, context: Context) -> Q:
    if isinstance(node, Rule):
        rule = bound[node]
        if rule.field.kind is Fact.CLOCK:
            return ALWAYS if rule.operator.holds(rule.field.read(context), rule.operand(context)) else NEVER
        return rule.operator.q(rule.field, rule.operand(context))
    parts = [_q(child, bound, context) for child in node.rules]
    if not parts:
        together = ALWAYS if node.combinator == "and" else NEVER
    else:
        together = Q(*parts, _connector=Q.AND if node.combinator == "and" else Q.OR)
    return ~together if node.negated else together
