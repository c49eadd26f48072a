"""All invariants, in their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from faults.checker import (
    r01_kept,
    r02_once,
    r03_replies,
    r04_no_second_copy,
    r05_conflicts,
    r06_doubt,
    r07_events,
    r08_timers,
    r09_automatic,
    r11_phantoms,
    r12_files,
    r15_health,
    r16_answers,
    r17_poison,
)
from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict

INVARIANTS: Final[dict[str, Callable[[Evidence, Verdict], None]]] = {
    "R-01": r01_kept.check,
    "R-02": r02_once.check,
    "R-03": r03_replies.check,
    "R-04": r04_no_second_copy.check,
    "R-05": r05_conflicts.check,
    "R-06": r06_doubt.check,
    "R-07": r07_events.check,
    "R-08": r08_timers.check,
    "R-09": r09_automatic.check,
    "R-11": r11_phantoms.check,
    "R-12": r12_files.check,
    "R-15": r15_health.check,
    "R-16": r16_answers.check,
    "R-17": r17_poison.check,
}


def judge(evidence: Evidence) -> list[Verdict]:
    """What every invariant says."""
    verdicts = []
    for name, check in INVARIANTS.items():
        verdict = Verdict(name)
        check(evidence, verdict)
        verdicts.append(verdict)
    return verdicts
