"""R-02: no mail is applied twice. At most one message for a mailbox and a token; the same bytes again add none; another mail under
a Message-ID that was used before is kept."""

from __future__ import annotations

from collections import Counter

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict
from faults.tokens import tokens_in


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every message of a customer, and every entry that claims to be the first of its bytes."""
    applied: Counter[tuple[int, str]] = Counter()
    for row in evidence.table("messages"):
        if row["kind"] == "customer" and row["ledger_id"] is not None:
            entry = evidence.ledger_by_id.get(row["ledger_id"])
            tokens = tokens_in(row["text"])
            if entry is not None and tokens:
                applied[int(entry["mailbox_id"]), tokens[0]] += 1
    for (mailbox, token), count in applied.items():
        verdict.expect(count == 1, token, f"{count} messages came of it in mailbox {mailbox}")
    placed = Counter(row["ledger_id"] for row in evidence.table("messages") if row["ledger_id"] is not None)
    for entry_id, count in placed.items():
        verdict.expect(count == 1, str(entry_id), f"{count} messages came of one entry of the ledger")
    for (mailbox, sha256), rows in evidence.ledger_by_raw.items():
        first = [row for row in rows if row["duplicate_of_id"] is None]
        verdict.expect(
            len(first) <= 1, sha256[:16], f"{len(first)} first entries for the same bytes in mailbox {mailbox}"
        )
    _same_name(evidence, verdict)


def _same_name(evidence: Evidence, verdict: Verdict) -> None:
    """Who uses a Message-ID that was used before is heard all the same."""
    heard = {tokens_in(row["text"])[0] for row in evidence.table("messages") if tokens_in(row["text"])}
    for note in evidence.noted("same Message-ID"):
        for token in note.facts["tokens"]:
            verdict.expect(token in heard, token, "it was taken for a copy of another mail with the same Message-ID")
