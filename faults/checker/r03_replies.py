"""R-03: no reply is lost. What the API answered with 201 is in its ticket, once, and every delivery of it says how it stands."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from faults.checker import patience
from faults.checker.evidence import Evidence, Row
from faults.checker.verdict import Verdict
from faults.sink import FOR_GOOD, HARMLESS, IN_DOUBT

#: Told in the ticket's history.
ENDED: Final = frozenset({"sent", "failed", "uncertain"})
#: Milliseconds: sooner again is a tight loop, even with the short pauses of a rig.
SOON: Final = 300
WAITING: Final = frozenset({"undo_window", "queued", "retry"})


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every reply that was accepted, and every one that is there."""
    taken_back = {one.token for one in evidence.of_kind("undo") if one.outcome != "fail"}
    for operation in evidence.of_kind("reply"):
        if operation.outcome == "ok":
            rows = evidence.replies.get(operation.token, ())
            verdict.expect(len(rows) == 1, operation.token, f"it was accepted and is {len(rows)} times in the tickets")
            gone = [row for row in rows if row["undone_at"] is not None]
            verdict.expect(
                not gone or operation.token in taken_back, operation.token, "nobody took it back, and it is gone"
            )
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
                if row["undone_at"] is None:
                    _stands(evidence, verdict, token, delivery, awaited)
                else:
                    verdict.expect(
                        delivery["state"] == "undone", token, f"it was taken back and is {delivery['state']!r}"
                    )
    _as_scripted(evidence, verdict)
    patience.check(evidence, verdict)


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


def _as_scripted(evidence: Evidence, verdict: Verdict) -> None:
    """Where nobody was killed, it ends as the mail server meant it: what was refused for now is sent later and not in a rush, what
    was refused for good is not tried again. Left out: what speaks before it knows the recipient, since it may meet anybody, and a
    connection that is lost in the middle, since a whole mail may be on its way by then."""
    for note in evidence.noted("scripts"):
        for token, recipient, behaviours in note.facts["scripts"]:
            if any(one.startswith(("connect:", "mail:")) or one == "data:drop" for one in behaviours):
                continue
            rows = evidence.replies.get(token, ())
            states = {
                one["state"]
                for row in rows
                for one in evidence.deliveries_of.get(row["id"], ())
                if one["recipient"] == recipient
            }
            wanted = {expected(behaviours[-1])}
            verdict.expect(states == wanted, token, f"{behaviours} for {recipient} ended as {states}, not {wanted}")
            mine = [one for one in evidence.attempts if one.recipient == recipient]
            count = len(behaviours) + (wanted == {"sent"} and behaviours[-1] not in HARMLESS)
            verdict.expect(
                len(mine) == count, token, f"{behaviours} for {recipient} took {len(mine)} attempts, not {count}"
            )
            gaps = [after.at - before.at for before, after in pairwise(mine)]
            verdict.expect(all(gap >= SOON for gap in gaps), token, f"it was tried again after {gaps} ms")


def expected(behaviour: str) -> str:
    """How a delivery ends that met this one last."""
    if behaviour in FOR_GOOD:
        return "failed"
    return "uncertain" if behaviour in IN_DOUBT else "sent"
