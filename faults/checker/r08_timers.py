"""R-08: timers fire once, none is lost, and none is later than what was down, and a minute."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Final

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict

#: Milliseconds.
LATE: Final = 60_000
#: What a process that has just become idle may still be about to do.
ABOUT: Final = 5_000


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every timer that is due has one effect, and no other has any."""
    fired = Counter(effect["key"] for effect in evidence.table("effects") if str(effect["key"]).startswith("timer:"))
    rests = (note.at - ABOUT for note in evidence.noted("at rest"))
    ends = max(chain((one.ended_at for one in evidence.operations), rests), default=0)
    for timer in evidence.table("timers"):
        count = fired[f"timer:{timer['id']}"]
        name = f"{timer['kind']} {timer['id']}"
        if timer["fired_at"] is not None:
            verdict.expect(count == 1, name, f"it fired and has {count} effects")
            verdict.expect(timer["fired_at"] >= timer["due"], name, "it fired before its time")
            late = timer["fired_at"] - timer["due"] - _away(evidence, timer["due"], timer["fired_at"])
            verdict.expect(late <= LATE, name, f"it fired {late} ms late, and nothing was down")
        else:
            verdict.expect(count == 0, name, f"it did not fire and has {count} effects")
            verdict.expect(timer["due"] > ends, name, "its time is over and it did not fire")


def _away(evidence: Evidence, since: int, until: int) -> int:
    """Milliseconds between two moments in which nothing could fire: everything was down, the database was, or the clock was set
    forward, so that they never were."""
    spans = [(note.at - int(note.facts["by"]), note.at) for note in evidence.noted("clock moved")]
    begin: int | None = None
    for note in evidence.notes:
        if note.what in {"down", "cannot keep"} and begin is None:
            begin = note.at
        elif note.what in {"up", "can keep"} and begin is not None:
            spans.append((begin, note.at))
            begin = None
    return _covered(sorted((max(first, since), min(last, until)) for first, last in spans))


def _covered(spans: list[tuple[int, int]]) -> int:
    """How much these take together, where they overlap only once."""
    total, end = 0, 0
    for first, last in spans:
        if last > max(first, end):
            total += last - max(first, end)
            end = last
    return total
