"""R-04: no customer gets the same reply twice, unless somebody asked for it by hand."""

from __future__ import annotations

from collections import Counter

from faults.checker.evidence import Evidence
from faults.checker.r11_phantoms import NOTIFICATION
from faults.checker.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every mail that the sink took with a reply's token; and every composition, which is one message."""
    wanted = {
        (token, delivery["recipient"])
        for token, rows in evidence.replies.items()
        for row in rows
        for delivery in evidence.deliveries_of.get(row["id"], ())
        if evidence.sent_again(delivery)
    }
    # Several things may be told to a colleague about one reply, each in words that quote it: those are counted by their names.
    copies = Counter(
        (one.token, one.recipient)
        for one in evidence.attempts
        if one.taken and one.token and not NOTIFICATION.match(one.message_id)
    )
    for (token, recipient), count in copies.items():
        verdict.expect(count == 1 or (token, recipient) in wanted, token, f"{recipient} got it {count} times")
    by_id = Counter((one.message_id, one.recipient) for one in evidence.attempts if one.taken and one.message_id)
    named = {one.message_id: one.token for one in evidence.attempts}
    for (message_id, recipient), count in by_id.items():
        again = (named[message_id], recipient) in wanted
        verdict.expect(count == 1 or again, message_id, f"{recipient} got this Message-ID {count} times")
    for token, rows in evidence.replies.items():
        verdict.expect(len(rows) == 1, token, f"one composition became {len(rows)} replies")
