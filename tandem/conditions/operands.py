"""How each operator reads its clause value: checked once (BadValue), resolved per run against the context."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tandem.conditions.context import Context
from tandem.conditions.days import NAMED, Span, days_span, parse_date, today
from tandem.conditions.nodes import Value
from tandem.conditions.problems import BadValue
from tandem.conditions.types import Bound, Constant, Day, Moment, ValueType, parse_amount

_MAX_DAYS = 3660


def none(field_type: ValueType, raw: Value) -> Bound:
    """No clause value; an empty one left behind by the builder is ignored."""
    if raw not in (None, ""):
        raise BadValue("value_type")
    return Constant(None)


def one(field_type: ValueType, raw: Value) -> Bound:
    """The values that equal the clause value."""
    return field_type.bind(raw)


def many(field_type: ValueType, raw: Value) -> Bound:
    """The values that equal any item of a list, which may not be empty."""
    if not isinstance(raw, tuple):
        raise BadValue("value_type")
    if not raw:
        raise BadValue("value_empty")
    bounds = [field_type.bind(item) for item in raw]
    fixed = frozenset().union(*(bound.value for bound in bounds if isinstance(bound, Constant)))
    others = [bound for bound in bounds if not isinstance(bound, Constant)]
    return (lambda context: fixed.union(*(bound(context) for bound in others))) if others else Constant(fixed)


def text(field_type: ValueType, raw: Value) -> Bound:
    """A normalised piece of text."""
    return Constant(str(field_type.parse(raw)))


def compared(comparison: str) -> Callable[[ValueType, Value], Bound]:
    """All values on one side of the clause value."""

    def bind(field_type: ValueType, raw: Value) -> Bound:
        return Constant(field_type.span(comparison, raw))

    return bind


def _point(field_type: ValueType, raw: Value) -> Callable[[Context], Span]:
    assert isinstance(field_type, Moment | Day)
    point, zone = field_type.parse(raw), field_type.zone
    if isinstance(point, int):
        return Constant(Span(point, point))
    return lambda context: days_span(point, point, zone(context))


def before(field_type: ValueType, raw: Value) -> Bound:
    """Strictly before a moment; before a date is before its first millisecond."""
    point = _point(field_type, raw)
    return lambda context: Span(None, (point(context).low or 0) - 1)


def after(field_type: ValueType, raw: Value) -> Bound:
    """Strictly after a moment; after a date is after its last millisecond."""
    point = _point(field_type, raw)
    return lambda context: Span((point(context).high or 0) + 1, None)


def since_more(field_type: ValueType, raw: Value) -> Bound:
    """Longer ago than the amount."""
    amount = parse_amount(raw)
    return lambda context: Span(None, context.now_ms - amount - 1)


def since_less(field_type: ValueType, raw: Value) -> Bound:
    """Past, but not as long ago as the amount. What lies ahead has not been, so it does not match."""
    amount = parse_amount(raw)
    return lambda context: Span(context.now_ms - amount + 1, context.now_ms)


def until_less(field_type: ValueType, raw: Value) -> Bound:
    """Ahead, but not as far as the amount. What is over lies ahead no longer, so it does not match."""
    amount = parse_amount(raw)
    return lambda context: Span(context.now_ms + 1, context.now_ms + amount - 1)


def until_more(field_type: ValueType, raw: Value) -> Bound:
    """Further ahead than the amount."""
    amount = parse_amount(raw)
    return lambda context: Span(context.now_ms + amount + 1, None)


def last_days(field_type: ValueType, raw: Value) -> Bound:
    """Today and the n - 1 days before it, up to now."""
    assert isinstance(field_type, Moment | Day)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise BadValue("value_type")
    if not 1 <= raw <= _MAX_DAYS:
        raise BadValue("value_range")
    back, zone = timedelta(days=raw - 1), field_type.zone

    def resolve(context: Context) -> Span:
        day = today(context.now_ms, context.zone)
        span = days_span(day - back, day, zone(context))
        # A date is stored as midnight in UTC, which may lie ahead of now in zones east of it.
        return span if isinstance(field_type, Day) else Span(span.low, context.now_ms)

    return resolve


def on_day(field_type: ValueType, raw: Value) -> Bound:
    """Within a named day or week, or on a date."""
    assert isinstance(field_type, Moment | Day)
    if not isinstance(raw, str):
        raise BadValue("value_type")
    zone = field_type.zone
    if (named := NAMED.get(raw)) is not None:
        return lambda context: days_span(*named(today(context.now_ms, context.zone)), zone(context))
    day = parse_date(raw)
    return lambda context: days_span(day, day, zone(context))
