"""R-11: nothing leaves the house that is not in its database, and nothing in the database points to what is not there."""

from __future__ import annotations

import re
from typing import Final

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict

NOTIFICATION: Final = re.compile(r"notify\.([0-9a-f]+)@")


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every mail in the sink, and both ends of every mail that was applied."""
    known = {row["mail_id"] for row in evidence.table("messages") if row["mail_id"]}
    effects = {effect["id"] for effect in evidence.table("effects")}
    for attempt in evidence.attempts:
        if not attempt.taken:
            continue
        told = NOTIFICATION.match(attempt.message_id)
        if told is not None:
            verdict.expect(
                int(told[1], 16) in effects, attempt.message_id, "a word to a colleague that nothing asked for"
            )
        else:
            verdict.expect(
                attempt.message_id in known, attempt.token, f"{attempt.message_id} left and is no message of ours"
            )
    for entry in evidence.table("ledger"):
        verdict.expect(
            entry["raw"] not in evidence.passed_over, str(entry["id"]), "it was fetched, and nobody wanted it"
        )
    left = {one.token for one in evidence.attempts if one.taken}
    for token, rows in evidence.replies.items():
        if any(row["undone_at"] is not None for row in rows):
            verdict.expect(token not in left, token, "it was taken back, and somebody got it")
    for entry in evidence.table("ledger"):
        if entry["state"] == "applied":
            message = evidence.messages_by_id.get(entry["ticket_message_id"])
            verdict.expect(
                message is not None, str(entry["id"]), "it is said to be applied, and its message is not there"
            )
    for message in evidence.table("messages"):
        if message["kind"] == "customer" and message["ledger_id"] is not None:
            entry = evidence.ledger_by_id.get(message["ledger_id"])
            holds = entry is not None and (entry["state"], entry["ticket_message_id"]) == ("applied", message["id"])
            verdict.expect(
                holds, str(message["id"]), "a message stands in a ticket, and the ledger knows nothing of it"
            )
