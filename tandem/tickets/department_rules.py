"""What a department says about the messages of its tickets, as plans need it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.context import Run
from tandem.people.models import Department


class DepartmentRules(NamedTuple):
    """The rules of one department; see the fields of `Department`."""

    on_customer_reply: str
    on_agent_reply: str
    new_conversation: str
    holds_replies_for: list[str]
    reviewed_before_reply: list[str]


def rules_of(run: Run, department_id: int) -> DepartmentRules:
    """The rules of a department that exists, read once in a run."""
    return run.remember(
        ("department rules", department_id), lambda: DepartmentRules(*_rules().rows(department=department_id)[0])
    )


@cache
def _rules() -> Prepared:
    return prepare(Department.objects.filter(id=Blank("department")).values_list(*DepartmentRules._fields))
