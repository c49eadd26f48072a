"""R-01: no accepted mail is lost. Accepted is what was answered 250, and what we have taken out of a mailbox.

Each is in the ledger, once and byte by byte, and not half way: applied, noted, quarantined, or a duplicate of one that is.
"""

from __future__ import annotations

from typing import Final

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict

AT_REST: Final = frozenset({"applied", "noted", "quarantined", "duplicate"})


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every accepted mail for every recipient, every mail that left the mailbox by us, every one that lies there."""
    for operation in evidence.of_kind("mail"):
        for recipient in operation.result.get("accepted", ()):
            mailbox = evidence.mailboxes[recipient]
            _kept(evidence, verdict, mailbox, operation.facts["sha256"], operation.token, "it was answered with 250")
    _fetched(evidence, verdict)
    for row in evidence.table("ledger"):
        verdict.expect(row["state"] in AT_REST, str(row["id"]), f"the ledger still says {row['state']!r}")


def _fetched(evidence: Evidence, verdict: Verdict) -> None:
    tokens = {one.facts["sha256"]: one.token for one in evidence.of_kind("delivered")}
    fetched = evidence.mailboxes.get("fetched@desk.example", 0)
    taken = [one for one in evidence.movements if one.what == "taken"]
    for movement in taken:
        token = tokens.get(movement.sha256, "?")
        row = _kept(evidence, verdict, fetched, movement.sha256, token, "it was taken out of the mailbox")
        if row is not None:
            verdict.expect(row <= movement.at, token, "it was taken out of the mailbox before the ledger had it")
    for sha256 in evidence.left_in_inbox:
        rows = evidence.ledger_by_raw.get((fetched, sha256))
        verdict.expect(rows, tokens.get(sha256, "?"), "it lies in the mailbox and was never fetched")


def _kept(evidence: Evidence, verdict: Verdict, mailbox: int, sha256: str, token: str, accepted: str) -> int | None:
    """When the ledger first had it."""
    rows = evidence.ledger_by_raw.get((mailbox, sha256), [])
    if not verdict.expect(rows, token, f"{accepted}, and the ledger of mailbox {mailbox} does not have it"):
        return None
    first = [row for row in rows if row["duplicate_of_id"] is None]
    verdict.expect(len(first) == 1, token, f"{len(first)} entries of the ledger say that they are the first")
    verdict.expect(evidence.files.get(sha256) == sha256, token, "its bytes are not what was sent")
    return min(int(row["received_at"]) for row in rows)
