"""What can be wrong with a condition: a place (JSON Pointer, RFC 6901), a stable code and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

MESSAGES: dict[str, Words] = {
    "malformed": _("This is not a condition."),
    "version": _("This condition was written by a newer version."),
    "too_deep": _("Groups are nested too deeply."),
    "too_many_rules": _("There are too many rules."),
    "empty_group": _("Add at least one rule to this group."),
    "unknown_field": _("This field does not exist."),
    "unknown_operator": _("This operator does not exist."),
    "operator_not_for_field": _("This operator does not fit this field."),
    "fact_not_available": _("This fact is known only at the moment of a change and cannot be used here."),
    "value_type": _("This value has the wrong type."),
    "value_empty": _("A value is missing."),
    "value_range": _("This value is out of range."),
    "value_unknown": _("This value is not one of the choices."),
    "value_gone": _("What this rule names is not there any more."),
    "value_too_long": _("This value is too long."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`pointer` leads into the stored JSON, for example `/rules/0/value`; `code` is a key of MESSAGES."""

    pointer: str
    code: str

    @property
    def message(self) -> str:
        """A sentence for the person who edits the condition, in the active language."""
        return str(MESSAGES[self.code])


class ConditionRefused(ValueError):
    """A condition that may not be saved, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.code}" for problem in problems))


class BadValue(ValueError):
    """A clause value that its field's type does not accept; `code` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
