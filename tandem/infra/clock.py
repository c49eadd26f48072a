"""The only source of "now". Times in hot tables are integers: milliseconds since the epoch, UTC.

An integer is the same on SQLite and PostgreSQL, compares the same in SQL and in Python, and costs no parsing
on the hot reads. The current clock can be replaced for a block (`travelling`), so that the demo world and
tests are written at another time through the very same commands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache

Clock = Callable[[], int]


def _system() -> int:
    return time.time_ns() // 1_000_000


_clock: ContextVar[Clock] = ContextVar("tandem_clock", default=_system)


def now_ms() -> int:
    """The current moment: milliseconds since the epoch, UTC."""
    return _clock.get()()


def to_datetime(moment_ms: int) -> datetime:
    """The aware UTC datetime of a moment in milliseconds."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC)


def from_datetime(moment: datetime) -> int:
    """Milliseconds since the epoch of an aware datetime; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return round(moment.timestamp() * 1000)


def isoformat(moment_ms: int | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, `2026-11-22T00:46:03.120Z`; None stays None."""
    if moment_ms is None:
        return None
    seconds, milliseconds = divmod(moment_ms, 1000)
    return f"{_second(seconds)}.{milliseconds:03d}Z"


@lru_cache(maxsize=8192)
def _second(seconds: int) -> str:
    """Remembered: the moments of a list are asked for again and again, and formatting them is a tenth of its cost."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


@contextmanager
def travelling(clock: Clock) -> Iterator[None]:
    """Replace the clock within this block (and the context that it starts in)."""
    token = _clock.set(clock)
    try:
        yield
    finally:
        _clock.reset(token)
