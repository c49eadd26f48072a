"""A condition as a sentence in the active language: for admin screens, the audit log and the docs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tandem.conditions.days import NAMED, parse_date
from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.nodes import Node, Rule, Scalar
from tandem.conditions.operators import OPERATORS
from tandem.conditions.problems import BadValue
from tandem.conditions.types import Day, Moment, Reference, SetOf, parse_amount
from tandem.infra.clock import isoformat
from tandem.infra.words import Words

#: How a caller names what only it can look up: a person's id, a status slug. None leaves the value as written.
NameOf = Callable[[Field, Scalar], str | None]

#: Words that the context resolves, and named days.
WORDS: Final[dict[str, Words]] = {
    "nobody": gettext_lazy("nobody"),
    "current_agent": gettext_lazy("current agent"),
    "my_teams": gettext_lazy("my teams"),
    "my_departments": gettext_lazy("my departments"),
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "next_week": gettext_lazy("next week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
}


def describe(node: Node, catalogue: Catalogue, name_of: NameOf = lambda field, value: None) -> str:
    """The sentence. Rules that have lost their field or operator are named as such instead of being left out."""
    if isinstance(node, Rule):
        return _rule(node, catalogue, name_of)
    if not node.rules:
        text = _("everything") if node.combinator == "and" else _("nothing")
    else:
        # Translators: joins two conditions, with the spaces around the word.
        glue = _(" and ") if node.combinator == "and" else _(" or ")
        text = glue.join(_inner(child, catalogue, name_of) for child in node.rules)
    return _("not (%(condition)s)") % {"condition": text} if node.negated else text


def _inner(node: Node, catalogue: Catalogue, name_of: NameOf) -> str:
    text = describe(node, catalogue, name_of)
    return text if isinstance(node, Rule) or node.negated or len(node.rules) == 1 else f"({text})"


def _rule(rule: Rule, catalogue: Catalogue, name_of: NameOf) -> str:
    field, operator = catalogue.get(rule.field), OPERATORS.get(rule.operator)
    if field is None or operator is None:
        return _("a rule that is not understood (%(field)s, %(operator)s)") % {
            "field": rule.field,
            "operator": rule.operator,
        }
    values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    said = ", ".join(_value(field, rule.operator, value, name_of) for value in values)
    sentence = operator.sentence
    if rule.operator == "on_day" and rule.value in NAMED:
        sentence = OPERATORS["is"].sentence  # "is today", not "is on today"
    return str(sentence) % {"field": field.label, "value": said}


def _value(field: Field, operator: str, value: Scalar, name_of: NameOf) -> str:
    if (name := name_of(field, value)) is not None:
        return name
    if value is None:
        return str(WORDS["nobody"]) if "nobody" in _specials(field) else _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if operator.startswith("hours_") or field.type.name == "duration":
        return _amount(value)
    if operator == "within_last_days" and isinstance(value, int):
        return ngettext("%(count)d day", "%(count)d days", value) % {"count": value}
    if isinstance(field.type, Moment) and isinstance(value, int):
        return isoformat(value) or ""
    if isinstance(field.type, Moment | Day) and isinstance(value, str) and value not in NAMED:
        return _date(value)
    if isinstance(value, str) and (value in _specials(field) or (operator == "on_day" and value in NAMED)):
        return str(WORDS[value])
    return _("“%(text)s”") % {"text": value} if isinstance(value, str) else str(value)


def _date(value: str) -> str:
    """A date as the language writes it; a moment, or what is neither, as it stands."""
    try:
        return date_format(parse_date(value), "DATE_FORMAT")
    except BadValue:
        return value


def _specials(field: Field) -> tuple[str, ...]:
    item = field.type.item if isinstance(field.type, SetOf) else field.type
    return item.specials if isinstance(item, Reference) else ()


def _amount(value: Scalar) -> str:
    """A length of time in the largest unit that divides it; one that is not understood as it is written."""
    try:
        amount = parse_amount(value)
    except BadValue:
        return str(value)
    if amount and amount % 86_400_000 == 0:
        return ngettext("%(count)d day", "%(count)d days", amount // 86_400_000) % {"count": amount // 86_400_000}
    if amount and amount % 3_600_000 == 0:
        return ngettext("%(count)d hour", "%(count)d hours", amount // 3_600_000) % {"count": amount // 3_600_000}
    if amount % 60_000 == 0:
        return ngettext("%(count)d minute", "%(count)d minutes", amount // 60_000) % {"count": amount // 60_000}
    return ngettext("%(count)g second", "%(count)g seconds", round(amount / 1000)) % {"count": amount / 1000}
