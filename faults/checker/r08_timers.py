"""R-08: timers fire once, and none is lost."""

from __future__ import annotations

from collections import Counter

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every timer that is due has one effect, and no other has any."""
    fired = Counter(effect["key"] for effect in evidence.table("effects") if str(effect["key"]).startswith("timer:"))
    ends = max((one.ended_at for one in evidence.operations), default=0)
    for timer in evidence.table("timers"):
        count = fired[f"timer:{timer['id']}"]
        name = f"{timer['kind']} {timer['id']}"
        if timer["fired_at"] is not None:
            verdict.expect(count == 1, name, f"it fired and has {count} effects")
            verdict.expect(timer["fired_at"] >= timer["due"], name, "it fired before its time")
        else:
            verdict.expect(count == 0, name, f"it did not fire and has {count} effects")
            verdict.expect(timer["due"] > ends, name, "its time is over and it did not fire")
