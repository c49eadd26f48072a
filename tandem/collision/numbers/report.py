"""The numbers of a period: of all, by department, by team and by hour of the day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tandem.collision.models import CollisionCount
from tandem.collision.numbers import happenings as h

#: The finest that zones differ by, milliseconds: happenings are added up in such pieces before they are put into local hours.
_PIECE: Final = 15 * 60_000


@dataclass(slots=True)
class Figures:
    """What came of meetings. `settled_ms`: how long two had an answer open at once, each time, in milliseconds."""

    counts: Counter[str] = field(default_factory=Counter)
    settled_ms: list[int] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """As in an answer. `prevented` are answers that would have been the second one and did not leave."""
        held, gave_way = self.counts[h.HELD_FOR_COLLEAGUE], self.counts[h.GAVE_WAY]
        times = sorted(self.settled_ms)
        return {
            "collisions": self.counts[h.TOGETHER],
            "over_answer": self.counts[h.OVER_ANSWER],
            "prevented": held + gave_way,
            "gave_way": gave_way,
            "held_for_colleague": held,
            "held_for_customer": self.counts[h.HELD_FOR_CUSTOMER],
            "sent_knowing": self.counts[h.SENT_KNOWING],
            "agreed": self.counts[h.AGREED],
            "settled_ms": _at(times, 0.5),
            "settled_slow_ms": _at(times, 0.9),
        }


@dataclass(slots=True)
class Report:
    """Figures of a period. Groups are keyed by id, None where a ticket was in none or the group is gone; hours are 0 to 23."""

    total: Figures = field(default_factory=Figures)
    departments: dict[int | None, Figures] = field(default_factory=lambda: defaultdict(Figures))
    teams: dict[int | None, Figures] = field(default_factory=lambda: defaultdict(Figures))
    hours: dict[int, Figures] = field(default_factory=lambda: {hour: Figures() for hour in range(24)})

    def of(self, department: int | None, team: int | None, hour: int) -> Iterable[Figures]:
        """All figures that something belongs to."""
        return self.total, self.departments[department], self.teams[team], self.hours[hour]


def report(since: int, until: int, departments: Collection[int] | None, zone: ZoneInfo) -> Report:
    """The numbers from `since` to before `until` (milliseconds), of these departments or of all; hours are those of `zone`.
    Two statements, which answer with a row for each group and piece of time, and for each answer that two had open."""
    rows = CollisionCount.objects.filter(at__gte=since, at__lt=until)
    if departments is not None:
        rows = rows.filter(department_id__in=departments)
    found = Report()
    for kind, department, team, piece, number in _counted(rows):
        for figures in found.of(department, team, _hour(piece * _PIECE, zone)):
            figures.counts[kind] += number
    settled = rows.filter(kind=h.OVER_ANSWER, until__isnull=False)
    for department, team, at, over in settled.values_list("department_id", "team_id", "at", "until"):
        for figures in found.of(department, team, _hour(at, zone)):
            figures.settled_ms.append((over or at) - at)
    return found


def _counted(rows: QuerySet[CollisionCount]) -> Iterable[tuple[str, int | None, int | None, int, int]]:
    """Of what was held back, only what did not leave after all: what was sent knowing is no answer prevented."""
    sent = CollisionCount.objects.filter(ticket_id=OuterRef("ticket_id"), kind=h.SENT_KNOWING, key=OuterRef("key"))
    left_after_all = Q(kind=h.HELD_FOR_COLLEAGUE) & Exists(sent)
    counted = rows.exclude(left_after_all).annotate(piece=F("at") / _PIECE)
    return counted.values_list("kind", "department_id", "team_id", "piece").annotate(Count("id")).order_by()


def _hour(at: int, zone: ZoneInfo) -> int:
    return datetime.fromtimestamp(at / 1000, zone).hour


def _at(ordered: list[int], share: float) -> int | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None
