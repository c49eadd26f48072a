"""The matrix: fields of every type, what is stored in them, and what clauses ask of them.

A new field type or operator that has no cells here fails when this module is imported.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, F
from django.db.models.functions import Abs

from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.nodes import Value
from tandem.conditions.operators import OPERATORS, Operator
from tandem.conditions.sources import Column, Either, Source, Through
from tandem.conditions.types import (
    DEPARTMENT,
    PERSON,
    TEAM,
    AddressText,
    Boolean,
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
)
from tests.parity.models import ThingFollower, ThingTag, ThingValue

LEVELS = ("none", "low", "medium", "high", "urgent")
RANKS = dict(zip(LEVELS, (0, 10, 20, 30, 40), strict=True))


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOW = ms("2026-11-22T23:30:00")  # a Sunday; already Monday in Prague and Kathmandu
CONTEXTS = (
    Context(NOW, UTC, 7, frozenset({1, 2}), frozenset({3})),
    Context(NOW, ZoneInfo("Europe/Prague")),
    # The day on which Prague's clocks go back, so that "today" has 25 hours.
    Context(ms("2026-10-25T12:00:00"), ZoneInfo("Europe/Prague"), 8, frozenset({2}), frozenset({3, 4})),
    Context(NOW, ZoneInfo("America/Los_Angeles"), 9, frozenset(), frozenset()),
)

_TEXTS = [None, "", "   ", "Hello World", "  hello\t\nworld ", "HELLO", "100% sure_thing", "100x surexthing", "C:\\temp",
          "Straße", "STRASSE", "ПРИВЕТ мир", "你好，世界", "ﬁne ① Ⅳ", "İstanbul", "it's \"quoted\"", "a\0b",
          "e\u0301te\u0301"]  # fmt: skip
_IDS = [None, 1, 2, 3, 4, 7, 8, 9, 2**53 + 1]
_MOMENTS = [None, 0, NOW, NOW + 1, NOW - 1, NOW - 3_600_000, NOW - 3_600_000 - 1, NOW - 3_600_001 + 2, NOW + 3_600_000,
            ms("2026-11-22T00:00:00"), ms("2026-11-21T23:59:59.999"), ms("2026-11-22T23:00:00"), ms("2026-11-22T22:59:59.999"),
            ms("2026-11-23T07:59:59.999"), ms("2026-11-23T08:00:00"), ms("2026-11-16T00:00:00"), ms("2026-11-15T23:59:59.999"),
            ms("2026-10-24T22:00:00"), ms("2026-10-24T21:59:59.999"), ms("2026-10-25T22:59:59.999"),
            ms("2026-10-25T23:00:00")]  # fmt: skip
_DAYS = [None, *(ms(f"2026-11-{day:02}T00:00:00") for day in (8, 9, 15, 16, 20, 21, 22, 23, 24)),
         *(ms(f"2026-10-{day}T00:00:00") for day in (18, 19, 24, 25, 26))]  # fmt: skip

#: What each field holds in the records of the toy world, written as a snapshot has it.
STORED: dict[str, list[Any]] = {
    "subject": _TEXTS,
    "subject_key": _TEXTS,
    "note": _TEXTS,
    "level": [None, "", *LEVELS, "gone"],
    "rank": [None, 0, 10, 20, 30, 40, 99],
    "state": ["", "open", "closed", "Open", "o'pen"],
    "agent": _IDS,
    "team": _IDS,
    "department": _IDS,
    "other": _IDS,
    "owner_team": _IDS,
    "amount": [None, 0, 1, -1, 5, -5, 2**62, -(2**62)],
    "size": [None, 0, 1, -1, 5, -5, 2**62, -(2**62)],
    "price": [None, 0, 5, 1234, 1235, -1234, 123400],
    "custom": [None, 0, 1, 5, -5, 100],
    "spent": [None, 0, 1, 500, 90_000, 1_200_000, 1_200_001, 14_400_000, 172_800_000],
    "due": _MOMENTS,
    "day": _DAYS,
    "flag": [None, True, False],
    "tags": [(), ("vip",), ("VIP", "Straße"), ("a", "b", "c"), ("b",), ("100%",), ("100x", "strasse")],
    "followers": [(), (7,), (8,), (7, 8), (1, 2, 3), (2**53 + 1,)],
}


def _field(key: str, field_type: ValueType, column: str | Source | Any, stored: str = "") -> Field:
    return Field(key, key, field_type, lambda snapshot: snapshot[stored or key], column)


CATALOGUE = Catalogue([
    _field("subject", Text(), "subject_key"),
    # A reader may as well give the text normalised already.
    Field("subject_key", "subject_key", Text(), lambda snapshot: Text().normalise(snapshot["subject"]), "subject_key"),
    _field("note", Text(), Through(ThingValue, "thing", "text_key", {"field_id": 2})),
    # The subject and the note, as a ticket's subject and messages: now one of them, now both.
    Field("words", "words", Passages(), lambda snapshot: (snapshot["subject"], snapshot["note"]),
          Either((Column("subject_key"), Through(ThingValue, "thing", "text_key", {"field_id": 2})))),
    # Of a column in lower case, as addresses are kept.
    _field("address", AddressText(), "level", "level"),
    _field("level", Choice(LEVELS, ordered=True), "level"),
    _field("rank", Choice(LEVELS, ordered=True, codes=RANKS), "rank"),
    _field("state", Choice(), "state"),
    _field("agent", PERSON, "agent_id"),
    _field("team", TEAM, "team_id"),
    _field("department", DEPARTMENT, "department_id"),
    _field("other", Reference(), "other_id"),
    _field("owner_team", TEAM, "owner__team_id"),
    _field("amount", Number(), "amount"),
    Field("size", "size", Number(), lambda snapshot: None if snapshot["amount"] is None else abs(snapshot["amount"]),
          Abs(F("amount"), output_field=BigIntegerField())),
    _field("price", Number(scale=2), "price"),
    _field("custom", Number(), Through(ThingValue, "thing", "number", {"field_id": 1})),
    _field("spent", Duration(), "spent_ms"),
    _field("due", Moment(), "due_ms"),
    _field("day", Day(), "day_ms"),
    _field("flag", Boolean(), "flag"),
    _field("tags", SetOf(Text()), Through(ThingTag, "thing", "tag_key")),
    _field("followers", SetOf(PERSON), Through(ThingFollower, "thing", "person_id")),
])  # fmt: skip

_PIECES: list[Value] = ["hello world", "HELLO", "%", "_", "100% SURE_", "\\", "strasse", "STRAẞE", "привет", "好", "fi", "iv", "'",
                        '"', "i\u0307", "A B", "été", "zzz"]  # fmt: skip
_TIMES: list[Value] = [0, NOW, NOW + 1, "2026-11-22T23:30:00Z", "2026-11-23T00:30:00+01:00"]
_DATES: list[Value] = ["2026-11-22", "2026-10-25", "2026-11-23", "1999-12-31"]
_NAMED: list[Value] = [
    "today",
    "yesterday",
    "this_week",
    "last_week",
    "tomorrow",
    "next_week",
    "this_month",
    "last_month",
]
_PERSONS: list[Value] = [7, "8", None, "nobody", 2**53 + 1, 424242]

#: Single clause values by type name; lists are made from them.
SINGLE: dict[str, list[Value]] = {
    "text": _PIECES,
    "passages": _PIECES,
    "choice": [*LEVELS],
    "person": [*_PERSONS, "current_agent"],
    "team": [*_PERSONS, 1, "my_teams"],
    "department": [*_PERSONS, 3, "my_departments"],
    "reference": [*_PERSONS],
    "number": [0, 1, -1, 5, "5", 1.0, 2**62, -(2**62)],
    "duration": ["0s", "500ms", "90s", "20m", "4h", "2d"],
    "boolean": [True, False],
}
_EXTRA: dict[str, list[Value]] = {
    "state": ["open", "Open", "o'pen"],
    "address": ["GONE", " Gone ", "on", "zzz"],
    "price": ["12.34", 12.35, 1234, "-12.34", "0.05"],
}
_BY_OPERATOR: dict[str, dict[str, list[Value]]] = {
    "before": {"moment": [*_TIMES, *_DATES], "day": _DATES},
    "after": {"moment": [*_TIMES, *_DATES], "day": _DATES},
    "on_day": {"moment": [*_NAMED, *_DATES], "day": [*_NAMED, *_DATES]},
    "within_last_days": {"moment": [1, 2, 7, 30], "day": [1, 2, 7, 30]},
    "hours_since_more_than": {"moment": [0, 1, 0.5, "60m", "7d"]},
    "hours_since_less_than": {"moment": [0, 1, 0.5, "60m", "7d"]},
    "hours_until_more_than": {"moment": [0, 1, 0.5, "60m", "7d"]},
    "hours_until_less_than": {"moment": [0, 1, 0.5, "60m", "7d"]},
}


def clauses(field: Field, operator: Operator) -> list[Value]:
    """Representative clause values of one cell row."""
    if operator.name in ("is_set", "is_not_set"):
        return [None]
    if operator.name in _BY_OPERATOR:
        return _BY_OPERATOR[operator.name][field.type.name]
    if isinstance(field.type, SetOf):
        people: list[Value] = [(7,), ("7", 8), ("current_agent",), (2**53 + 1, 7), (99,)]
        texts: list[Value] = [("VIP",), ("vip", "STRASSE"), ("a", "c"), ("b",), ("100%",), ("nothing",)]
        return texts if field.type.item.name == "text" else people
    singles = _EXTRA.get(field.key, SINGLE[field.type.name])
    if operator.name in ("is_any_of", "is_none_of"):
        return [(single,) for single in singles] + [tuple(singles[:2]), tuple(singles[2:5]), tuple(singles)]  # type: ignore[arg-type]  # singles hold no tuples
    return singles


def _concrete(kind: type[ValueType]) -> set[type[ValueType]]:
    return {kind}.union(*(_concrete(child) for child in kind.__subclasses__())) - {ValueType}


CELL_ROWS = [
    (field, operator, clauses(field, operator))
    for field in CATALOGUE
    for operator in OPERATORS.values()
    if operator.fits(field.type) and not operator.change
]

_untested_types = _concrete(ValueType) - {type(field.type) for field in CATALOGUE}
_untested_operators = {name for name, operator in OPERATORS.items() if not operator.change} - {
    operator.name for _, operator, _ in CELL_ROWS
}
if _untested_types or _untested_operators or not all(values for _, _, values in CELL_ROWS):
    raise AssertionError(f"no parity cells for {_untested_types} {_untested_operators}")
