"""R-16: for faults on our side intake says 4xx. Never 5xx, which would send a good mail back to its author."""

from __future__ import annotations

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every mail that was handed in: the rig writes only such as are to be taken."""
    for operation in evidence.of_kind("mail"):
        codes = [part.strip()[:3] for part in operation.answer.split(" | ")]
        refused = any(code.isdigit() and code.startswith("5") for code in codes)
        verdict.expect(not refused, operation.token, f"it was refused for good: {operation.answer}")
