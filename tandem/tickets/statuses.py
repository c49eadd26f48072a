"""The statuses of a department, as plans need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tandem.infra.prepared import Blank, Prepared, prepare
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


_FACTS: Final = ("id", "slug", "group", "final", "department_id")


def of_department(run: Run, department_id: int) -> Mapping[str, StatusFacts]:
    """The statuses of a department by slug, in their order; read once in a run."""

    def read() -> Mapping[str, StatusFacts]:
        found = [StatusFacts(*row) for row in _of_department().rows(department=department_id)]
        for status in found:
            run.remember(("status", status.id), lambda status=status: status)  # type: ignore[misc]  # bound here
        return {status.slug: status for status in found}

    return run.remember(("statuses", department_id), read)


@cache
def _of_department() -> Prepared:
    rows = Status.objects.filter(department_id=Blank("department")).order_by("position", "id")
    return prepare(rows.values_list(*_FACTS))


def by_id(run: Run, status_id: int) -> StatusFacts:
    """One status, read once in a run."""
    return run.remember(("status", status_id), lambda: StatusFacts(*_by_id().rows(id=status_id)[0]))


@cache
def _by_id() -> Prepared:
    return prepare(Status.objects.filter(id=Blank("id")).values_list(*_FACTS))


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
