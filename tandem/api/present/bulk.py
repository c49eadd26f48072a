"""How it went with many tickets, as JSON."""

from __future__ import annotations

from typing import Any

from tandem.tickets.bulk.carrying_out import Result


def result(one: Result, number: int | None) -> dict[str, Any]:
    """How it went with one ticket; `number` is None for one that the caller does not see."""
    return {
        "id": str(one.ticket_id),
        "number": number,
        "outcome": one.outcome,
        "change_id": None if one.change_id is None else str(one.change_id),
        "code": one.code,
        "reason": None if one.reason is None else str(one.reason),
    }
