"""R-06: an attempt that ended in doubt is shown as uncertain within a minute, is never repeated by itself and never called sent."""

from __future__ import annotations

from typing import Final

from faults.checker.evidence import Evidence, Row
from faults.checker.verdict import Verdict
from faults.sink import Attempt

#: Milliseconds.
SHOWN_WITHIN: Final = 60_000


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every attempt that got no definite answer to its final dot, and every delivery that says that it was sent."""
    rows = {
        (token, delivery["recipient"]): delivery
        for token, replies in evidence.replies.items()
        for reply in replies
        for delivery in evidence.deliveries_of.get(reply["id"], ())
    }
    for number, attempt in enumerate(evidence.attempts):
        if (
            attempt.dot
            and not attempt.answer
            and (delivery := rows.get((attempt.token, attempt.recipient))) is not None
        ):
            _doubtful(evidence, verdict, attempt, delivery, evidence.attempts[number + 1 :])
    taken = {(one.token, one.recipient) for one in evidence.attempts if one.taken and one.answer == "250"}
    for (token, recipient), delivery in rows.items():
        if delivery["state"] == "sent":
            verdict.expect(
                (token, recipient) in taken, token, f"it is shown as sent, and nobody has said that {recipient} has it"
            )


def _doubtful(
    evidence: Evidence, verdict: Verdict, attempt: Attempt, delivery: Row, later: list[Attempt] | tuple[Attempt, ...]
) -> None:
    if evidence.sent_again(delivery):
        return
    token = attempt.token
    verdict.expect(
        delivery["state"] == "uncertain", token, f"{attempt.behaviour!r}, and it is shown as {delivery['state']!r}"
    )
    again = [one for one in later if (one.token, one.recipient) == (token, attempt.recipient)]
    verdict.expect(not again, token, f"it was sent again after {attempt.behaviour!r}")
    told = [event for event in evidence.delivery_events[delivery["id"]] if event["kind"] == "delivery.uncertain"]
    latest = attempt.at + SHOWN_WITHIN + int(evidence.patience * 1000) + _away(evidence, attempt.at)
    verdict.expect(told and told[0]["at"] <= latest, token, "its doubt was not shown within a minute")


def _away(evidence: Evidence, at: int) -> int:
    """Milliseconds after this moment during which nobody could show anything, because everything was down."""
    starts = [note.at for note in evidence.notes if note.what == "up" and note.at > at]
    downs = [note.at for note in evidence.notes if note.what == "down"]
    return sum(up - max([at, *(down for down in downs if down < up)]) for up in starts)
