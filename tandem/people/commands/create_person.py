"""Make a person: a colleague with a role, departments and teams, or a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.finding import Known, look_up, person_for
from tandem.people.granting import check_grant, check_rights
from tandem.people.models import Department, Person, Team
from tandem.people.references import check_departments, check_free, check_sign_in_free, check_teams


@dataclass
class CreatePerson(Command[Known]):
    """Somebody who is known already as a customer becomes a colleague, with the tickets that they asked."""

    verb = "person.create"
    creates = "person"

    address: Address
    role: str | None = None
    language: str = ""
    time_zone: str = "UTC"
    department_ids: Sequence[int] = ()
    team_ids: Sequence[int] = ()
    granted: Sequence[str] = ()

    def targets(self) -> Sequence[Ref]:
        known = Person.objects.filter(email_key=self.address.key).values_list("id", flat=True)
        departments = Department.objects.filter(id__in=self.department_ids).values_list("id", flat=True)
        teams = Team.objects.filter(id__in=self.team_ids).values_list("id", flat=True)
        return [
            *(Ref("person", person) for person in known),
            *(Ref("department", department) for department in departments),
            *(Ref("team", team) for team in teams),
        ]

    def read(self, run: Run) -> Known:
        check_grant(run.actor, self.role)
        check_rights(self.role, self.granted)
        if not any(ref.kind == "person" for ref in run.records):
            check_free(self.address)
        check_departments(self.department_ids)
        check_teams(self.team_ids)
        for ref, record in run.records.items():
            if ref.kind == "person" and (record.role is not None or self.role is None):
                raise Invalid([Problem("/email", "taken", _("Somebody has this address already."))])
        if self.role is not None:
            check_sign_in_free(self.address)
        return look_up([self.address])

    def plan(self, run: Run, reads: Known) -> ChangeSet:
        changes = ChangeSet()
        known = next((record for ref, record in run.records.items() if ref.kind == "person"), None)
        if known is None:
            person = Ref("person", person_for(run, changes, self.address, reads))
            self._of_the_house(changes)
        else:
            person = Ref("person", known.id)
            changes.set(person, "role", known.role, self.role)
            changes.set(person, "name", known.name, one_line(self.address.name, 200) or known.name)
            changes.set(person, "active", known.active, True)
            changes.set(person, "granted", known.granted, list(self.granted))
        for group in [ref for ref in run.records if ref.kind in {"department", "team"}]:
            changes.append(SetChange(group, "members", (person.id,), ()))
        return changes

    def _of_the_house(self, changes: ChangeSet) -> None:
        """What sets a colleague apart from the customer that `person_for` plans."""
        values = changes.created("person")[0].values
        assert isinstance(values, dict)
        values |= {"role": self.role, "language": self.language, "time_zone": self.time_zone}
        values["granted"] = list(self.granted)
        if self.role is not None:
            values["organisation_id"] = None

    def result(self, changes: ChangeSet) -> Ref | None:
        created = changes.created("person")
        return created[0].ref if created else next(ref for ref in self.targets() if ref.kind == "person")
