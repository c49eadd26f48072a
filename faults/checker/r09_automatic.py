"""R-09: machine-made mail is sent at most once, and a customer gets no more of it than they have written."""

from __future__ import annotations

from collections import Counter

from faults.checker.evidence import Evidence
from faults.checker.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every mail in the sink that says that a machine made it."""
    machine = [one for one in evidence.attempts if one.taken and one.automatic]
    for (message_id, recipient), count in Counter((one.message_id, one.recipient) for one in machine).items():
        verdict.expect(count == 1, message_id, f"{recipient} got this word of a machine {count} times")
    written = Counter(one.facts["sender"] for one in evidence.of_kind("mail") if "sender" in one.facts)
    for recipient, count in Counter(one.recipient for one in machine).items():
        if recipient.endswith("@customer.example"):
            verdict.expect(
                count <= written[recipient], recipient, f"{count} automatic mails for {written[recipient]} of theirs"
            )
