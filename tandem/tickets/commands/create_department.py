"""Make a department, with the ready-made statuses: it can hold tickets from its first second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Department
from tandem.tickets.statuses import plan_default_set


@dataclass
class CreateDepartment(Command[int]):
    """Stands with the tickets and not with the people, since a department without statuses could not hold any."""

    verb = "department.create"
    creates = "department"

    name: str
    member_ids: Sequence[int] = ()

    def read(self, run: Run) -> int:
        if not one_line(self.name, 120):
            raise Invalid([Problem("/name", "empty", _("A department needs a name."))])
        if Department.objects.filter(name=one_line(self.name, 120)).exists():
            raise Invalid([Problem("/name", "taken", _("There is a department of this name already."))])
        run.visible("person", self.member_ids)
        return Department.objects.count()

    def plan(self, run: Run, reads: int) -> ChangeSet:
        changes = ChangeSet()
        department = Ref("department", run.new_id())
        changes.create(department, {"name": one_line(self.name, 120), "position": reads, "created_at": run.now})
        plan_default_set(run, changes, department.id)
        changes.append(SetChange(department, "members", tuple(dict.fromkeys(self.member_ids)), ()))
        return changes
