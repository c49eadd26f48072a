"""R-17: one poisonous mail never holds up others for more than a minute, and is itself set aside, visibly. No other mail is called
poison, however often the process that had it in hand was killed."""

from __future__ import annotations

from typing import Final

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict

#: Milliseconds.
PATIENCE: Final = 60_000


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Where the journal says that poison was handed in: how the poison ended, and when the others were applied."""
    poison = {token for note in evidence.noted("poison") for token in note.facts["tokens"]}
    _check_innocents(evidence, verdict, poison)
    if not poison:
        return
    came_in = {
        event["part_id"]: event["at"] for event in evidence.table("events") if event["kind"] == "message.received"
    }
    moments = {int(part): at for part, at in came_in.items() if part is not None}
    for operation in evidence.of_kind("mail"):
        for recipient in operation.result.get("accepted", ()):
            rows = evidence.ledger_by_raw.get((evidence.mailboxes[recipient], operation.facts["sha256"]), [])
            for row in rows:
                if row["duplicate_of_id"] is not None:
                    continue
                if operation.token in poison:
                    verdict.expect(row["state"] == "quarantined", operation.token, f"the poison is {row['state']}")
                    continue
                at = moments.get(row["ticket_message_id"] or 0)
                on_time = at is not None and at - row["received_at"] <= PATIENCE
                verdict.expect(on_time, operation.token, f"it waited behind poison: {row['state']} at {at}")


def _check_innocents(evidence: Evidence, verdict: Verdict, poison: set[str]) -> None:
    for operation in evidence.of_kind("mail"):
        if operation.token in poison:
            continue
        for recipient in operation.result.get("accepted", ()):
            rows = evidence.ledger_by_raw.get((evidence.mailboxes[recipient], operation.facts["sha256"]), [])
            blamed = any((row["state"], row["reason"]) == ("quarantined", "poison") for row in rows)
            verdict.expect(not blamed, operation.token, "it was called poison, and is not")
