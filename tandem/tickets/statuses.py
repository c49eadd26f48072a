"""The statuses of a department, as plans need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.tickets.models import Status
from tandem.tickets.vocabulary import StatusSet


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """One status without its row."""

    id: int
    slug: str
    group: str
    final: bool
    department_id: int


def of_department(department_id: int) -> Mapping[str, StatusFacts]:
    """The statuses of a department by slug, in their order."""
    rows = Status.objects.filter(department_id=department_id).order_by("position", "id")
    columns = rows.values_list("id", "slug", "group", "final", "department_id")
    return {slug: StatusFacts(id_, slug, group, final, department) for id_, slug, group, final, department in columns}


def by_id(status_id: int) -> StatusFacts:
    """One status."""
    row = Status.objects.filter(id=status_id).values_list("id", "slug", "group", "final", "department_id").get()
    return StatusFacts(*row)


def plan_set(run: Run, changes: ChangeSet, department_id: int, ready_made: StatusSet) -> None:
    """Give a new department its statuses."""
    for position, ready in enumerate(ready_made.statuses):
        changes.create(
            Ref("status", run.new_id()),
            {
                "department_id": department_id,
                "slug": ready.slug,
                "group": ready.group,
                "colour": ready.colour,
                "position": position,
                "offered_on_send": ready.offered_on_send,
                "final": ready.final,
            },
        )
