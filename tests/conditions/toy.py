"""A catalogue over plain dictionaries, for tests that need no database. A snapshot holds "before" beside the values."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Fact, Field
from tandem.conditions.types import (
    DEPARTMENT,
    PERSON,
    TEAM,
    Boolean,
    Choice,
    Day,
    Duration,
    Moment,
    Number,
    SetOf,
    Text,
    ValueType,
)  # fmt: skip  # isort: skip

LEVELS = ("none", "low", "medium", "high", "urgent")


def field(key: str, field_type: ValueType, kind: Fact = Fact.STATE) -> Field:
    def before(snapshot: dict[str, Any]) -> Any:
        return snapshot.get("before", snapshot).get(key)

    return Field(key, key.capitalize(), field_type, lambda snapshot: snapshot.get(key), key, kind, before)


CATALOGUE = Catalogue(
    [
        field("subject", Text()),
        field("level", Choice(LEVELS, ordered=True)),
        field("state", Choice(("open", "closed"))),
        field("agent", PERSON),
        field("team", TEAM),
        field("department", DEPARTMENT),
        field("amount", Number()),
        field("price", Number(scale=2)),
        field("spent", Duration()),
        field("due", Moment()),
        field("day", Day()),
        field("flag", Boolean()),
        field("tags", SetOf(Text())),
        field("followers", SetOf(PERSON)),
        field("public", Boolean(), Fact.EVENT),
        Field("still", "Still", Number(), lambda snapshot: snapshot.get("still"), "still"),
    ]
)

NOW = 1_795_390_200_000  # 2026-11-22T23:30:00Z, a Sunday
CONTEXT = Context(NOW, UTC, 7, frozenset({1, 2}), frozenset({3}))
