"""R-05: of several who answer the same state of a ticket, one gets through; the others hear of it and have to confirm."""

from __future__ import annotations

from collections import defaultdict

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every contest that the journal names: attempts of different compositions with the same `seen`."""
    contests: dict[str, set[str]] = defaultdict(set)
    accepted: dict[str, set[str]] = defaultdict(set)
    for operation in evidence.of_kind("reply"):
        contest = operation.facts.get("contest")
        if contest:
            contests[contest].add(operation.token)
            if operation.outcome == "ok":
                accepted[contest].add(operation.token)
    for contest, tokens in contests.items():
        there = {token for token in tokens if evidence.replies.get(token)}
        verdict.expect(
            len(accepted[contest]) <= 1, contest, f"{len(accepted[contest])} answers to one state were accepted"
        )
        verdict.expect(len(there) <= 1, contest, f"{len(there)} answers to one state are in the ticket")
