"""The numbers of collisions in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tandem.collision.numbers.report import Figures, Report
from tandem.infra.clock import isoformat
from tandem.people.models import Department, Team

Row = dict[str, Any]


def numbers(report: Report, since: int, until: int) -> Row:
    """A report of the period from `since` to `until` in milliseconds; groups with most meetings first."""
    return {
        "since": isoformat(since),
        "until": isoformat(until),
        "total": report.total.shown(),
        "departments": _named(report.departments, Department),
        "teams": _named(report.teams, Team),
        "hours": [{"hour": hour, **figures.shown()} for hour, figures in report.hours.items()],
    }


def _named(groups: Mapping[int | None, Figures], model: type[Department] | type[Team]) -> list[Row]:
    names = dict(model._default_manager.filter(id__in=[key for key in groups if key]).values_list("id", "name"))
    rows = [
        {"id": None if key is None else str(key), "name": names.get(key or 0, ""), **figures.shown()}
        for key, figures in groups.items()
    ]
    return sorted(rows, key=lambda row: (row["id"] is None, -row["collisions"], -row["over_answer"], row["name"]))
