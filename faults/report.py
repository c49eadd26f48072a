"""What came of a run, as a table, and how to see it again."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict, Violation


@dataclass
class Result:
    """Of one experiment on one database. `skipped` is the reason why it was not done."""

    experiment: str
    database: str
    seed: int
    evidence: Evidence | None = None
    verdicts: Sequence[Verdict] = ()
    problems: Sequence[str] = ()
    seconds: float = 0.0
    skipped: str = ""
    #: Of a build that is broken on purpose: the invariants of which at least one has to complain.
    must_break: frozenset[str] = frozenset()
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def violations(self) -> list[Violation]:
        """All of them."""
        return [one for verdict in self.verdicts for one in verdict.violations]

    @property
    def complained(self) -> list[str]:
        """Of a broken build: which of the invariants that it must break did not hold."""
        return sorted({one.invariant for one in self.violations} & self.must_break)

    @property
    def failed(self) -> bool:
        """Whether this is a reason for an exit code."""
        if self.skipped:
            return False
        if self.must_break:
            return not self.complained
        return bool(self.violations or self.problems)

    @property
    def replay(self) -> str:
        """The command that does it again."""
        words = ["python -m faults", f"--seed {self.seed}", f"--database {self.database}"]
        return " ".join([*words, "--broken" if self.must_break else "--experiment", shlex.quote(self.experiment)])


def line(result: Result) -> str:
    """One line of the table."""
    head = f"{result.experiment:<28} {result.database:<11}"
    if result.skipped:
        return f"{head} skipped: {result.skipped}"
    if result.evidence is None:
        return f"{head} FAILED"
    counts = Counter(one.outcome for one in result.evidence.operations)
    kills = sum(note.what == "killed" for note in result.evidence.notes)
    numbers = (counts.total(), counts["ok"], counts["fail"], counts["unknown"], kills, round(result.seconds))
    said = " ".join(f"{number:>6}" for number in numbers)
    if result.must_break:
        return f"{head} {said}  {'caught by ' + ', '.join(result.complained) if result.complained else 'NOT CAUGHT'}"
    return f"{head} {said}  {'FAILED' if result.failed else 'holds'}"


HEAD = f"{'experiment':<28} {'database':<11} {'done':>6} {'ok':>6} {'fail':>6} {'?':>6} {'kills':>6} {'s':>6}"


def invariants(results: Sequence[Result]) -> str:
    """How often each invariant was looked at, and how often it did not hold; broken builds apart."""
    looked: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    for result in results:
        if not result.must_break:
            for verdict in result.verdicts:
                looked[verdict.invariant] += verdict.checked
                broken[verdict.invariant] += len(verdict.violations)
    return "\n".join(f"{name}  {looked[name]:>7} checked  {broken[name]:>4} broken" for name in sorted(looked))


def complaints(result: Result, most: int = 10) -> str:
    """What went wrong in one experiment, and how to see it again."""
    if result.must_break:
        return f"The checker did not say what is wrong with {result.experiment!r}.\n  again: {result.replay}"
    words = [*result.problems, *map(str, result.violations)]
    shown = [f"  {one}" for one in words[:most]]
    if len(words) > most:
        shown.append(f"  … and {len(words) - most} more")
    return "\n".join([f"{result.experiment} on {result.database}:", *shown, f"  again: {result.replay}"])


def measured(results: Sequence[Result]) -> str:
    """What was measured, and its bound: numbers to look at, since they depend on the machine."""
    return "\n".join(
        f"{result.experiment:<28} {result.database:<11} {note.facts['name']:<40} {note.facts['found']:>9g} {note.facts['unit']:<5}"
        f" (at most {note.facts['most']:g})"
        for result in results
        if result.evidence is not None
        for note in result.evidence.noted("measured")
    )
