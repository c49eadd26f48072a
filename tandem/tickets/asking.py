"""Conditions over tickets that people write: read, checked against the catalogue and what there is, refused at the rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tandem.conditions.check import Use, accept
from tandem.conditions.nodes import Group, to_json
from tandem.conditions.problems import ConditionRefused
from tandem.conditions.problems import Problem as Wrong
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.condition_words import Named

#: What cannot be read at all, unlike what is missing or breaks a rule.
_UNREADABLE: Final = frozenset(
    {"malformed", "version", "too_deep", "too_many_rules", "unknown_field", "unknown_operator", "value_type"}
)


def problems_of(raw: object) -> tuple[Group | None, Sequence[Wrong]]:
    """The condition, and everything that is wrong with it; None for what is no condition at all."""
    try:
        group = accept(raw, CATALOGUE, Use.SQL)
    except ConditionRefused as refusal:
        return None, refusal.problems
    return group, Named([group]).gone(group)


def asked(raw: object, at: str = "/condition") -> Group:
    """A condition that may be asked now. Raises Malformed or Invalid, located below `at`."""
    group, wrong = problems_of(raw)
    if wrong or group is None:
        malformed = any(problem.code in _UNREADABLE for problem in wrong)
        located = [Problem(f"{at}{problem.pointer}", problem.code, problem.message) for problem in wrong]
        raise (Malformed if malformed else Invalid)(located)
    return group


def readable(raw: object, at: str = "/condition") -> dict[str, Any]:
    """The stored form of a condition that may be asked. Raises Malformed or Invalid, located below `at`."""
    return to_json(asked(raw, at))
