"""When something in the demo world or among the sample data happens, counted back from the moment at which it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: From the moment of loading (aware) to the moment meant.
Moment = Callable[[datetime], datetime]


def day(days: int, clock: str) -> Moment:
    """`days` days ago (at least one, so that it is never ahead) at a time of day in UTC, `"09:30"`."""
    assert days >= 1

    def moment(now: datetime) -> datetime:
        date = (now.astimezone(UTC) - timedelta(days=days)).date()
        return datetime.combine(date, time.fromisoformat(clock), UTC)

    return moment


def ago(minutes: int) -> Moment:
    """Some minutes ago. At most 300: even just after midnight that is later than the working hours of `day(1, …)`."""
    assert 0 < minutes <= 300
    return lambda now: now - timedelta(minutes=minutes)


def ahead(hours: int) -> Moment:
    """So many hours from now."""
    return lambda now: (now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)


def later_today(zone: str) -> Moment:
    """In three hours, or at the end of the day in `zone` if that comes first."""

    def moment(now: datetime) -> datetime:
        there = now.astimezone(ZoneInfo(zone))
        end = there.replace(hour=23, minute=59, second=0, microsecond=0)
        return min(max(end, there), (there + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0))

    return moment


def moment(words: str) -> Moment:
    """A moment as the files of the demo world and of the sample data write it: `day 3 09:30` (three days ago, UTC), `ago 45`
    (minutes), `ahead 48` (hours), `today Europe/Prague`. Raises ValueError for anything else."""
    match words.split():
        case ["day", days, clock]:
            return day(int(days), clock)
        case ["ago", minutes]:
            return ago(int(minutes))
        case ["ahead", hours]:
            return ahead(int(hours))
        case ["today", zone]:
            return later_today(zone)
    raise ValueError(f"{words!r} is no moment")
