"""R-15: the health page tells the truth: not ready while nothing can be kept, and ready again within a minute after."""

from __future__ import annotations

from typing import Final

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict

#: Milliseconds: how old an answer of the page may be, and how long recovery may take.
BELIEVED: Final = 4_000
READY_WITHIN: Final = 60_000


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every time during which the rig made it impossible to keep anything: from a note "cannot keep" to a note "can keep"."""
    ends = [note.at for note in evidence.noted("can keep")]
    for note in evidence.noted("cannot keep"):
        end = min((at for at in ends if at > note.at), default=None)
        last = end if end is not None else max((one.at for one in evidence.notes), default=note.at)
        _not_ready(evidence, verdict, note.at, last)
        if end is not None:
            _ready_again(evidence, verdict, end)


def _not_ready(evidence: Evidence, verdict: Verdict, begin: int, end: int) -> None:
    """From when an answer may be believed, no node says 200."""
    said: dict[str, int] = {}
    for note in evidence.noted("health"):
        name, status = note.facts["node"], note.facts["status"]
        if note.at <= begin + BELIEVED:
            said[name] = status
        elif note.at < end:
            verdict.expect(status != 200, name, "it says that it is ready while nothing can be kept")
    if end > begin + BELIEVED:
        for name, status in said.items():
            verdict.expect(status != 200, name, "it goes on saying that it is ready while nothing can be kept")


def _ready_again(evidence: Evidence, verdict: Verdict, end: int) -> None:
    names = {note.facts["node"] for note in evidence.noted("health")}
    for name in names:
        mine = [note for note in evidence.noted("health") if note.facts["node"] == name]
        before = [note for note in mine if note.at <= end]
        ready = (before and before[-1].facts["status"] == 200) or any(
            note.facts["status"] == 200 and end < note.at <= end + READY_WITHIN for note in mine
        )
        verdict.expect(ready, name, "it is not ready again a minute after the fault has ended")
