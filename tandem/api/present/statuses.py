"""Statuses as JSON."""

from __future__ import annotations

from typing import Any

from tandem.tickets.models import Status
from tandem.tickets.vocabulary import STATUS_NAMES, STATUS_SETS

_COLUMNS = ("id", "department_id", "slug", "name", "group", "colour", "position", "offered_on_send", "final")


def statuses() -> list[dict[str, Any]]:
    """All statuses, by department and place; ready-made ones under their translated names."""
    return [_status(row) for row in Status.objects.order_by("department_id", "position", "id").values(*_COLUMNS)]


def status(status_id: int) -> dict[str, Any]:
    """One status."""
    return _status(Status.objects.values(*_COLUMNS).get(id=status_id))


def status_sets() -> list[dict[str, Any]]:
    """The ready-made sets in their order, by translated names."""
    return [
        {
            "key": each.key,
            "name": str(each.name),
            "statuses": [
                {
                    "slug": ready.slug,
                    "name": str(ready.name),
                    "group": ready.group,
                    "colour": ready.colour,
                    "final": ready.final,
                }
                for ready in each.statuses
            ],
            "on_customer_reply": each.on_customer_reply,
            "on_agent_reply": each.on_agent_reply,
        }
        for each in STATUS_SETS.values()
    ]


def _status(row: Any) -> dict[str, Any]:
    shown = dict(row)
    shown["id"] = str(row["id"])
    shown["department_id"] = str(row["department_id"])
    shown["name"] = row["name"] or str(STATUS_NAMES.get(row["slug"], row["slug"]))
    return shown
