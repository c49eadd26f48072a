"""R-03: no reply is lost. What the API answered with 201 is in its ticket, once, and every delivery of it says how it stands."""

from __future__ import annotations

from typing import Final

from faults.checker.evidence import Evidence, Row
from faults.checker.verdict import Verdict

#: Told in the ticket's history.
ENDED: Final = frozenset({"sent", "failed", "uncertain"})
WAITING: Final = frozenset({"undo_window", "queued", "retry"})


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every reply that was accepted, and every one that is there."""
    for operation in evidence.of_kind("reply"):
        if operation.outcome == "ok":
            rows = [row for row in evidence.replies.get(operation.token, ()) if row["undone_at"] is None]
            verdict.expect(len(rows) == 1, operation.token, f"it was accepted and is {len(rows)} times in the tickets")
    for operation in evidence.of_kind("scheduled"):
        if operation.outcome == "ok":
            count = len(evidence.replies.get(operation.token, ()))
            verdict.expect(
                count == 1, operation.token, f"it was to leave by itself and is {count} times in the tickets"
            )
    awaited = {effect["key"].partition(":")[0] for effect in evidence.table("effects") if _waits(effect)}
    for token, rows in evidence.replies.items():
        for row in rows:
            deliveries = evidence.deliveries_of.get(row["id"], [])
            verdict.expect(deliveries, token, "nothing is said about how it reaches the customer")
            for delivery in deliveries:
                _stands(evidence, verdict, token, delivery, awaited)


def _waits(effect: Row) -> bool:
    return effect["kind"] == "mail.send" and effect["state"] in {"queued", "claimed"}


def _stands(evidence: Evidence, verdict: Verdict, token: str, delivery: Row, awaited: set[str]) -> None:
    state = delivery["state"]
    if state in WAITING:
        verdict.expect(str(delivery["id"]) in awaited, token, f"it says {state!r}, and nothing will ever send it")
        return
    if not verdict.expect(state in ENDED, token, f"its state is {state!r}"):
        return
    told = [event["kind"] for event in evidence.delivery_events[delivery["id"]]]
    verdict.expect(
        told and told[-1] == f"delivery.{state}", token, f"it is {state}, and the ticket's history says {told}"
    )
