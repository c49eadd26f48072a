"""Make a team within a department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Department, Team
from tandem.people.references import check_staff


@dataclass
class CreateTeam(Command[None]):
    """Names are unique within the department."""

    verb = "team.create"
    creates = "team"

    name: str
    department_id: int
    member_ids: Sequence[int] = ()

    def read(self, run: Run) -> None:
        name = one_line(self.name, 120)
        if not name:
            raise Invalid([Problem("/name", "empty", _("A team needs a name."))])
        if not Department.objects.filter(id=self.department_id).exists():
            raise Invalid([Problem("/department_id", "unknown", _("There is no such department."))])
        if Team.objects.filter(department_id=self.department_id, name=name).exists():
            raise Invalid([Problem("/name", "taken", _("This department has a team of this name already."))])
        check_staff(self.member_ids)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        team = Ref("team", run.new_id())
        values = {"name": one_line(self.name, 120), "department_id": self.department_id, "created_at": run.now}
        changes.create(team, values)
        changes.append(SetChange(team, "members", tuple(dict.fromkeys(self.member_ids)), ()))
        return changes
