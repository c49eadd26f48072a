"""What a builder on screen needs to know of an operator: its words without a field, and how its value is entered."""

from __future__ import annotations

from typing import Final, Literal

from django.utils.translation import pgettext_lazy

from tandem.conditions import operands
from tandem.conditions.fields import Field
from tandem.conditions.operators import OPERATORS, Operator
from tandem.conditions.types import Boolean, Choice, Duration, Number, Reference
from tandem.infra.words import Words

#: `one` and `many` are chosen from a list; `amount` is a length of time such as "4h"; `date` is a date or a moment; `day` is a
#: date or one of the named days; `days` is how many.
Editor = Literal[
    "none", "text", "texts", "number", "numbers", "amount", "boolean", "one", "many", "date", "day", "days"
]

#: Operator -> its words between the field and the value.
OPERATOR_NAMES: Final[dict[str, Words]] = {
    "is": pgettext_lazy("operator", "is"),
    "is_not": pgettext_lazy("operator", "is not"),
    "is_any_of": pgettext_lazy("operator", "is one of"),
    "is_none_of": pgettext_lazy("operator", "is none of"),
    "less_than": pgettext_lazy("operator", "is less than"),
    "less_or_equal": pgettext_lazy("operator", "is at most"),
    "greater_than": pgettext_lazy("operator", "is greater than"),
    "greater_or_equal": pgettext_lazy("operator", "is at least"),
    "contains": pgettext_lazy("operator", "contains"),
    "not_contains": pgettext_lazy("operator", "does not contain"),
    "is_set": pgettext_lazy("operator", "is set"),
    "is_not_set": pgettext_lazy("operator", "is not set"),
    "before": pgettext_lazy("operator", "is before"),
    "after": pgettext_lazy("operator", "is after"),
    "hours_since_more_than": pgettext_lazy("operator", "longer ago than"),
    "hours_since_less_than": pgettext_lazy("operator", "less long ago than"),
    "hours_until_less_than": pgettext_lazy("operator", "in less than"),
    "hours_until_more_than": pgettext_lazy("operator", "in more than"),
    "within_last_days": pgettext_lazy("operator", "within the last days"),
    "on_day": pgettext_lazy("operator", "is on"),
    "includes_any": pgettext_lazy("operator", "includes any of"),
    "includes_none": pgettext_lazy("operator", "includes none of"),
    "includes_all": pgettext_lazy("operator", "includes all of"),
    "changed": pgettext_lazy("operator", "changed"),
    "not_changed": pgettext_lazy("operator", "did not change"),
    "changed_to": pgettext_lazy("operator", "changed to"),
    "not_changed_to": pgettext_lazy("operator", "did not change to"),
    "changed_from": pgettext_lazy("operator", "changed from"),
    "not_changed_from": pgettext_lazy("operator", "did not change from"),
}
_MISSING = OPERATORS.keys() ^ OPERATOR_NAMES.keys()
if _MISSING:
    raise AssertionError(f"operators without words: {_MISSING}")

_BY_OPERAND: Final[dict[object, Editor]] = {
    operands.none: "none",
    operands.text: "text",
    operands.before: "date",
    operands.after: "date",
    operands.since_more: "amount",
    operands.since_less: "amount",
    operands.until_more: "amount",
    operands.until_less: "amount",
    operands.last_days: "days",
    operands.on_day: "day",
}


def editor_of(field: Field, operator: Operator) -> Editor:
    """How the value of this operator is entered for this field."""
    if (known := _BY_OPERAND.get(operator.operand)) is not None:
        return known
    if operator.operand is operands.many:
        if isinstance(field.type, Number):
            return "numbers"
        return "many" if _chosen(field) else "texts"
    if isinstance(field.type, Boolean):
        return "boolean"
    if isinstance(field.type, Duration):
        return "amount"
    if isinstance(field.type, Number):
        return "number"
    return "one" if _chosen(field) else "text"


def _chosen(field: Field) -> bool:
    """Whether its values are chosen from a list, or looked up, rather than typed."""
    item = getattr(field.type, "item", field.type)
    return isinstance(item, Choice | Reference)
