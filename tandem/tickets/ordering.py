"""In which order a list stands, and how the database comes to it."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.db.models import F

from tandem.conditions.nodes import Group, Node

_NULLABLE: Final = frozenset({"due_at", "last_message_at", "snoozed_until"})
_FOLDERS: Final = frozenset({"spam", "trashed", "snoozed"})
_AMONG: Final = frozenset({"is", "is_any_of"})


def by(column: str, descending: bool) -> tuple[Any, str]:
    """By a column, what has none last; then by the id."""
    return _by(F(column), column in _NULLABLE, descending)


def found_by(column: str, descending: bool, condition: Node) -> tuple[Any, str]:
    """The same order, for finding the first tickets in it that pass a condition.

    SQLite walks the index of an order in the hope to meet a page of matches soon. Of tickets in work, or in a folder of their
    own, there may be thirty in a house of two hundred thousand: an order that no index has lets it begin with those ("The SQLite
    Query Optimizer Overview", section 15, on a unary plus). PostgreSQL knows how frequent each value is.
    """
    if connection.vendor == "sqlite" and asks_for_few(condition):
        return _by(F(column) + 0, column in _NULLABLE, descending)
    return by(column, descending)


def _by(expression: Any, nullable: bool, descending: bool) -> tuple[Any, str]:
    last = {"nulls_last": True} if nullable else {}
    return (expression.desc if descending else expression.asc)(**last), "-id" if descending else "id"


def asks_for_few(condition: Node) -> bool:
    """Whether only tickets can pass of which a house has few, however old it is: some rule that all have to pass names groups
    of statuses without "closed", or one of the small folders."""
    if isinstance(condition, Group):
        everything = condition.combinator == "and" and not condition.negated
        return everything and any(asks_for_few(child) for child in condition.rules)
    if condition.field in _FOLDERS:
        return condition.operator == "is_set"
    value = condition.value
    named = value if isinstance(value, tuple) else (value,)
    return condition.field == "group" and condition.operator in _AMONG and "closed" not in named
