"""R-12: every row has its file, and every file is what its name says. A file without a row is swept later and harms nobody."""

from __future__ import annotations

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every stored file, raw mail and attachment."""
    for name, content in evidence.files.items():
        verdict.expect(name == content, name[:16], "a file is not what its name says: half of it was written")
    for entry in evidence.table("ledger"):
        if entry["raw"]:
            verdict.expect(entry["raw"] in evidence.files, str(entry["id"]), "an entry of the ledger without its bytes")
    for attachment in evidence.table("attachments"):
        if attachment["digest"]:
            verdict.expect(
                attachment["digest"] in evidence.files, str(attachment["id"]), "an attachment without its file"
            )
