"""R-07: exactly one event for each change of a ticket. They have no gap, each begins where the last one ended, and what they come
to is the stored row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from faults.checker.evidence import Evidence, Row
from faults.checker.verdict import Verdict

#: Field of an event -> column of the ticket.
COLUMNS: Final = {
    "subject": "subject",
    "status": "status_id",
    "priority": "priority",
    "type": "type",
    "owner": "owner_id",
    "team": "team_id",
    "department": "department_id",
    "requester": "requester_id",
    "due_at": "due_at",
    "spam_at": "spam_at",
    "deleted_at": "deleted_at",
}


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every ticket, every message, and the database's own opinion of itself."""
    streams: dict[int, list[Row]] = defaultdict(list)
    for event in evidence.table("events"):
        if event["stream_kind"] == "ticket":
            streams[int(event["stream_id"])].append(event)
    for ticket in evidence.table("tickets"):
        _of_ticket(verdict, ticket, sorted(streams.get(ticket["id"], []), key=lambda event: event["seq"]))
    told: dict[int, int] = defaultdict(int)
    for event in evidence.table("events"):
        if event["kind"] in {"message.received", "message.replied"} and event["part_id"] is not None:
            told[int(event["part_id"])] += 1
    for message in evidence.table("messages"):
        if message["kind"] in {"customer", "reply"}:
            count = told[message["id"]]
            verdict.expect(count == 1, str(message["id"]), f"the history tells {count} times of this message")
    for message_id in told:
        verdict.expect(
            message_id in evidence.messages_by_id, str(message_id), "the history tells of a message that is not there"
        )
    for words in evidence.complaints:
        verdict.expect(False, "database", words)


def _of_ticket(verdict: Verdict, ticket: Row, events: list[Row]) -> None:
    number = f"#{ticket['number']}"
    seqs = [event["seq"] for event in events]
    verdict.expect(seqs == list(range(1, ticket["seq"] + 1)), number, f"seq is {ticket['seq']}, its events are {seqs}")
    runs = len({event["change_id"] for event in events})
    verdict.expect(runs <= ticket["version"], number, f"{runs} changes and version {ticket['version']}")
    known: dict[str, Any] = {}
    for event in events:
        field = event["field"]
        if event["part_kind"] is None and field in COLUMNS:
            if field in known:
                verdict.expect(
                    known[field] == _read(event["old"]), number, f"{field} was {known[field]!r} before {event['old']!r}"
                )
            known[field] = _read(event["new"])
    for field, value in known.items():
        stored = _read(ticket[COLUMNS[field]])
        verdict.expect(stored == value, number, f"{field} is {stored!r}, its events come to {value!r}")


def _read(value: Any) -> Any:
    """Numbers beyond what a browser can hold are strings in events."""
    return int(value) if isinstance(value, str) and value.isdigit() else value
