"""Spans of integers, and the days and weeks of a zone as spans of milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from tandem.conditions.problems import BadValue

_DAY = timedelta(days=1)

#: First and last day, seen from today. Weeks begin on Monday (ISO 8601).
NAMED: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - _DAY, today - _DAY),
    "tomorrow": lambda today: (today + _DAY, today + _DAY),
    "this_week": lambda today: _week(today),
    "last_week": lambda today: _week(today - 7 * _DAY),
    "next_week": lambda today: _week(today + 7 * _DAY),
    "this_month": lambda today: _month(today),
    "last_month": lambda today: _month(today.replace(day=1) - _DAY),
}


@dataclass(frozen=True, slots=True)
class Span:
    """The integers from `low` to `high`, both included; None is no limit. "Not set" is never inside."""

    low: int | None = None
    high: int | None = None

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int):
            return False
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def _week(day: date) -> tuple[date, date]:
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def today(now_ms: int, zone: tzinfo) -> date:
    """The date on the wall of `zone`."""
    return datetime.fromtimestamp(now_ms / 1000, zone).date()


def days_span(first: date, last: date, zone: tzinfo) -> Span:
    """From the start of `first` to the last millisecond of `last`. Days of 23 or 25 hours come out right; where
    midnight does not exist, the day starts at the change of the clock."""
    return Span(_start(first, zone), _start(last + _DAY, zone) - 1)


def _start(day: date, zone: tzinfo) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def parse_date(raw: str) -> date:
    """An ISO 8601 date, `2026-11-22`, between 1900 and 9000; else BadValue."""
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise BadValue("value_type") from None
    if not 1900 <= day.year <= 9000:
        raise BadValue("value_range")
    return day
