"""Of R-03, where a mail server refuses for long: it is tried again with growing, spread pauses; what is taken after a day is there
once; after five days it has failed, its agent is told, and its ticket is open again."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from faults.checker.evidence import Evidence, Row
from faults.checker.verdict import Verdict
from faults.sink import Attempt

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
#: The specification's back-off: 1 minute … 4 hours, which may be spread by a fifth; and how late a worker may be.
FIRST: Final = MINUTE
CEILING: Final = 4 * HOUR
SPREAD: Final = 0.2
LATE: Final = MINUTE


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every reply of which the journal says that it was refused for long."""
    pauses: list[float] = []
    for note in evidence.noted("refused for long"):
        for token, recipient, how in note.facts["replies"]:
            mine = [one for one in evidence.attempts if one.recipient == recipient]
            if not verdict.expect(len(mine) > 1, token, f"{len(mine)} attempts"):
                continue
            pauses += _pauses(verdict, token, mine)
            (_given_up if how == "never" else _taken_late)(evidence, verdict, token, recipient, mine)
    if len(pauses) > 1:
        verdict.expect(len({round(one, 3) for one in pauses}) > 1, "back-off", "every pause is spread in the same way")


def _pauses(verdict: Verdict, token: str, mine: list[Attempt]) -> list[float]:
    """Each pause, as a share of what it is without being spread."""
    shares = []
    for number, (before, after) in enumerate(pairwise(mine)):
        plain, gap = min(FIRST << number, CEILING), after.at - before.at
        fits = plain * (1 - SPREAD) <= gap <= plain * (1 + SPREAD) + LATE
        verdict.expect(fits, token, f"attempt {number + 2} came after {gap} ms, not after about {plain}")
        shares.append(gap / plain)
    return shares


def _taken_late(evidence: Evidence, verdict: Verdict, token: str, recipient: str, mine: list[Attempt]) -> None:
    taken = [one for one in mine if one.taken]
    verdict.expect(len(taken) == 1 and mine[-1].taken, token, f"taken {len(taken)} times in {len(mine)} attempts")
    verdict.expect(mine[-1].at - mine[0].at >= DAY, token, "it was taken before the day was over")
    states = {one["state"] for one in _deliveries(evidence, token, recipient)}
    verdict.expect(states == {"sent"}, token, f"it ended as {states}")


def _given_up(evidence: Evidence, verdict: Verdict, token: str, recipient: str, mine: list[Attempt]) -> None:
    lasted = mine[-1].at - mine[0].at
    verdict.expect(4 * DAY <= lasted <= 5 * DAY + 5 * HOUR, token, f"it was tried for {lasted / DAY:.1f} days")
    verdict.expect(not any(one.taken for one in mine), token, "it was taken")
    for delivery in _deliveries(evidence, token, recipient):
        verdict.expect(delivery["state"] == "failed", token, f"it ended as {delivery['state']!r}")
        events = {one["id"] for one in evidence.delivery_events[delivery["id"]] if one["kind"] == "delivery.failed"}
        told = [row for row in evidence.table("notifications") if row["event_id"] in events]
        verdict.expect(told, token, "nobody was told that it was given up")
        tickets = [row for row in evidence.table("tickets") if row["id"] == delivery["ticket_id"]]
        verdict.expect(
            all(row["status_group"] != "closed" for row in tickets), token, "its ticket is closed all the same"
        )


def _deliveries(evidence: Evidence, token: str, recipient: str) -> list[Row]:
    rows = evidence.replies.get(token, ())
    return [one for row in rows for one in evidence.deliveries_of.get(row["id"], ()) if one["recipient"] == recipient]
