"""Rename a team, move it to another department, or change who belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.models import Department, Team
from tandem.people.references import check_staff


@dataclass
class EditTeam(EditRecord):
    """Fields: `name`, `department` (id), `members` (ids of colleagues)."""

    verb = "team.edit"
    kind = "team"

    def check(self, run: Run) -> None:
        team = run.record(self.ref)
        name = self.edits["name"].mine if "name" in self.edits else team.name
        place = self.edits["department"].mine if "department" in self.edits else team.department_id
        if not name:
            raise Invalid([Problem("/name", "empty", _("A team needs a name."))])
        if not Department.objects.filter(id=place).exists():
            raise Invalid([Problem("/department_id", "unknown", _("There is no such department."))])
        if Team.objects.filter(department_id=place, name=name).exclude(id=team.id).exists():
            raise Invalid([Problem("/name", "taken", _("This department has a team of this name already."))])
        if "members" in self.edits:
            check_staff(self.edits["members"].mine)
