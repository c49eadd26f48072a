"""Ratios of two ways to do the same, measured in turns so that a busy machine burdens both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Action = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours and the bare minimum in one unit, for one line of the table."""

    name: str
    ours: float
    bare: float
    unit: str
    note: str = ""
    #: Where more is better (a rate), the ratio is turned round: it always says how much worse we are.
    rate: bool = False

    @property
    def times(self) -> float:
        return self.bare / self.ours if self.rate else self.ours / self.bare


def cpu_ms(ours: Action, bare: Action, *, rounds: int = 15, each: int = 20) -> tuple[float, float]:
    """Median CPU milliseconds of this thread for one call of each. What a database server burns elsewhere is not seen."""
    for warm in (bare, ours):
        for _ in range(each):
            warm()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for action, times in zip((ours, bare), taken, strict=True):
            before = time.thread_time_ns()
            for _ in range(each):
                action()
            times.append((time.thread_time_ns() - before) / each / 1e6)
    return statistics.median(taken[0]), statistics.median(taken[1])


def wall_ms(action: Action, times: int = 20) -> tuple[float, float]:
    """(median, 95th percentile) of the wall-clock milliseconds of one call."""
    taken = []
    for _ in range(times):
        before = time.perf_counter_ns()
        action()
        taken.append((time.perf_counter_ns() - before) / 1e6)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))]


def table(ratios: list[Ratio]) -> str:
    """The ratios as text."""
    lines = [f"{'':34}{'ours':>10}{'bare':>10}  {'unit':10}{'times':>7}  note"]
    lines += [
        f"{ratio.name:34}{ratio.ours:10.3f}{ratio.bare:10.3f}  {ratio.unit:10}{ratio.times:7.2f}  {ratio.note}".rstrip()
        for ratio in ratios
    ]
    return "\n".join(lines)
