"""The operators: types, clause value, SQL side, Python side and sentence of each on one screen.

A negative operator has no sides of its own: it is NOT of its positive on both, also for unset fields. An operator without one of
its sides cannot be made, so forgetting one fails at import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.conditions import operands
from tandem.conditions.days import Span
from tandem.conditions.fields import Field
from tandem.conditions.nodes import Value
from tandem.conditions.sources import NEVER
from tandem.conditions.types import (
    Boolean,
    Bound,
    Choice,
    Day,
    Duration,
    Moment,
    Number,
    Passages,
    Reference,
    SetOf,
    Text,
    ValueType,
)  # fmt: skip
from tandem.infra.words import Words

SqlSide = Callable[[Field, Any], Q]
PythonSide = Callable[[Any, Any], bool]


@dataclass(frozen=True, kw_only=True)
class Operator:
    """`operand` binds the clause value; `sql` and `python` compare the field with it, given the operand resolved.
    An operator of change gets the pair (before, after) in Python and has no SQL side."""

    name: str
    types: tuple[type[ValueType], ...]
    operand: Callable[[ValueType, Value], Bound]
    sql: SqlSide | None
    python: PythonSide
    sentence: Words
    ordered: bool = False
    change: bool = False
    negated: bool = False

    def __post_init__(self) -> None:
        if not callable(self.python) or callable(self.sql) == self.change:
            raise TypeError(f"operator {self.name} lacks one of its sides")

    def fits(self, field_type: ValueType) -> bool:
        """Whether the operator has a meaning for this type."""
        return isinstance(field_type, self.types) and (field_type.ordered or not self.ordered)

    def q(self, field: Field, operand: Any) -> Q:
        """The SQL side. Raises TypeError for operators of change."""
        if self.sql is None:
            raise TypeError(f"{self.name} cannot be asked of the database")
        return ~self.sql(field, operand) if self.negated else self.sql(field, operand)

    def holds(self, value: Any, operand: Any) -> bool:
        """The Python side, for a normalised value, or a pair of them for an operator of change."""
        return self.python(value, operand) is not self.negated

    def opposite(self, name: str, sentence: Words) -> Operator:
        """The negative operator of this one."""
        return replace(self, name=name, sentence=sentence, negated=not self.negated)


def _member_sql(field: Field, operand: Any) -> Q:
    if isinstance(operand, Span):
        limits = {"gte": operand.low, "lte": operand.high}
        return field.where(**{name: limit for name, limit in limits.items() if limit is not None})
    values = sorted(operand - {None})
    found = field.where(**{"in": values}) if values else NEVER
    return found | field.is_unset() if None in operand else found


def _all_sql(field: Field, operand: Any) -> Q:
    return Q(*(field.where(exact=value) for value in sorted(operand))) if operand else NEVER


_SCALAR = (Text, Choice, Reference, Number, Duration, Boolean)
_LISTED = (Text, Choice, Reference, Number)
_TIME = (Moment, Day)
_ANY = (*_SCALAR, *_TIME, SetOf, Passages)

_IS = Operator(name="is", types=_SCALAR, operand=operands.one,
    sql=_member_sql,
    python=lambda value, operand: value in operand,
    sentence=_("%(field)s is %(value)s"))  # fmt: skip
_IS_ANY = Operator(name="is_any_of", types=_LISTED, operand=operands.many,
    sql=_member_sql,
    python=lambda value, operand: value in operand,
    sentence=_("%(field)s is one of %(value)s"))  # fmt: skip
_CONTAINS = Operator(name="contains", types=(Text, Passages), operand=operands.text,
    sql=lambda field, operand: field.where(contains=operand),
    python=lambda value, operand: value is not None and operand in value,
    sentence=_("%(field)s contains %(value)s"))  # fmt: skip
_IS_NOT_SET = Operator(name="is_not_set", types=_ANY, operand=operands.none,
    sql=lambda field, operand: field.is_unset(),
    python=lambda value, operand: value is None,
    sentence=_("%(field)s is not set"))  # fmt: skip
_INCLUDES_ANY = Operator(name="includes_any", types=(SetOf,), operand=operands.many,
    sql=_member_sql,
    python=lambda value, operand: value is not None and not value.isdisjoint(operand),
    sentence=_("%(field)s includes any of %(value)s"))  # fmt: skip
_INCLUDES_ALL = Operator(name="includes_all", types=(SetOf,), operand=operands.many,
    sql=_all_sql,
    python=lambda value, operand: value is not None and bool(operand) and operand <= value,
    sentence=_("%(field)s includes all of %(value)s"))  # fmt: skip
_CHANGED = Operator(name="changed", types=_ANY, operand=operands.none, change=True,
    sql=None,
    python=lambda pair, operand: pair[0] != pair[1],
    sentence=_("%(field)s changed"))  # fmt: skip
_CHANGED_TO = Operator(name="changed_to", types=_SCALAR, operand=operands.one, change=True,
    sql=None,
    python=lambda pair, operand: pair[0] != pair[1] and pair[1] in operand,
    sentence=_("%(field)s changed to %(value)s"))  # fmt: skip
_CHANGED_FROM = Operator(name="changed_from", types=_SCALAR, operand=operands.one, change=True,
    sql=None,
    python=lambda pair, operand: pair[0] != pair[1] and pair[0] in operand,
    sentence=_("%(field)s changed from %(value)s"))  # fmt: skip


def _within(
    name: str, types: tuple[type[ValueType], ...], operand: Callable[[ValueType, Value], Bound], sentence: Words
) -> Operator:
    """An operator whose operand is the span (or, for ordered choices, the set) of the values that match."""
    return Operator(name=name, types=types, operand=operand, sentence=sentence, ordered=types is _ORDERED,
        sql=_member_sql,
        python=lambda value, operand: value in operand)  # fmt: skip


_ORDERED = (Number, Duration, Choice)

_ALL = (
    _IS, _IS.opposite("is_not", _("%(field)s is not %(value)s")),
    _IS_ANY, _IS_ANY.opposite("is_none_of", _("%(field)s is none of %(value)s")),
    _within("less_than", _ORDERED, operands.compared("less"), _("%(field)s is less than %(value)s")),
    _within("less_or_equal", _ORDERED, operands.compared("at_most"), _("%(field)s is at most %(value)s")),
    _within("greater_than", _ORDERED, operands.compared("greater"), _("%(field)s is greater than %(value)s")),
    _within("greater_or_equal", _ORDERED, operands.compared("at_least"), _("%(field)s is at least %(value)s")),
    _CONTAINS, _CONTAINS.opposite("not_contains", _("%(field)s does not contain %(value)s")),
    _IS_NOT_SET.opposite("is_set", _("%(field)s is set")), _IS_NOT_SET,
    _within("before", _TIME, operands.before, _("%(field)s is before %(value)s")),
    _within("after", _TIME, operands.after, _("%(field)s is after %(value)s")),
    _within("hours_since_more_than", (Moment,), operands.since_more, _("%(field)s was more than %(value)s ago")),
    _within("hours_since_less_than", (Moment,), operands.since_less, _("%(field)s was less than %(value)s ago")),
    _within("hours_until_less_than", (Moment,), operands.until_less, _("%(field)s is less than %(value)s ahead")),
    _within("hours_until_more_than", (Moment,), operands.until_more, _("%(field)s is more than %(value)s ahead")),
    _within("within_last_days", _TIME, operands.last_days, _("%(field)s is within the last %(value)s")),
    _within("on_day", _TIME, operands.on_day, _("%(field)s is on %(value)s")),
    _INCLUDES_ANY, _INCLUDES_ANY.opposite("includes_none", _("%(field)s includes none of %(value)s")),
    _INCLUDES_ALL,
    _CHANGED, _CHANGED.opposite("not_changed", _("%(field)s did not change")),
    _CHANGED_TO, _CHANGED_TO.opposite("not_changed_to", _("%(field)s did not change to %(value)s")),
    _CHANGED_FROM, _CHANGED_FROM.opposite("not_changed_from", _("%(field)s did not change from %(value)s")),
)  # fmt: skip

OPERATORS: dict[str, Operator] = {operator.name: operator for operator in _ALL}


def operators_for(field: Field) -> tuple[Operator, ...]:
    """What the builder may offer for a field, in the order of the table."""
    return tuple(operator for operator in _ALL if operator.fits(field.type) and (field.before or not operator.change))
