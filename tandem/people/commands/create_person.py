"""Make a person: a colleague with a role, departments and teams, or a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Person
from tandem.people.roles import ROLES


@dataclass
class CreatePerson(Command[Person | None]):
    """Somebody who is known already as a customer becomes a colleague, with the tickets that they asked."""

    verb = "person.create"
    creates = "person"

    address: Address
    role: str | None = None
    language: str = ""
    time_zone: str = "UTC"
    department_ids: Sequence[int] = ()
    team_ids: Sequence[int] = ()

    def targets(self) -> Sequence[Ref]:
        known = Person.objects.filter(email_key=self.address.key).values_list("id", flat=True).first()
        people = [] if known is None else [Ref("person", known)]
        groups = [Ref("department", group) for group in self.department_ids] + [
            Ref("team", group) for group in self.team_ids
        ]
        return [*people, *groups]

    def read(self, run: Run) -> Person | None:
        if self.role is not None and self.role not in ROLES:
            raise Invalid([Problem("/role", "unknown", _("There is no such role."))])
        known = next((record for ref, record in run.records.items() if ref.kind == "person"), None)
        if known is not None and known.role is not None:
            raise Invalid([Problem("/email", "taken", _("Somebody who works here has this address already."))])
        return known

    def plan(self, run: Run, reads: Person | None) -> ChangeSet:
        changes = ChangeSet()
        if reads is None:
            person = Ref("person", run.new_id())
            changes.create(
                person,
                {
                    "name": self.address.name,
                    "email": self.address.address,
                    "email_key": self.address.key,
                    "role": self.role,
                    "language": self.language,
                    "time_zone": self.time_zone,
                    "created_at": run.now,
                },
            )
        else:
            person = Ref("person", reads.id)
            changes.set(person, "role", reads.role, self.role)
            changes.set(person, "name", reads.name, self.address.name or reads.name)
        for group in [ref for ref in run.records if ref.kind in {"department", "team"}]:
            changes.append(SetChange(group, "members", (person.id,), ()))
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        created = changes.created("person")
        return created[0].ref if created else next(ref for ref in self.targets() if ref.kind == "person")
