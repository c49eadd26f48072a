"""A password was set: a fact in the person's stream, without the password."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import NotFound
from tandem.people.granting import check_grant


@dataclass
class TellOfPassword(Command[None]):
    """Only those who manage people set somebody else's password, and of nobody with wider rights than their own."""

    verb = "person.edit"

    person_id: int

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> tuple[Ref, ...]:
        return (self.person,)

    def read(self, run: Run) -> None:
        role = run.record(self.person).role
        if role is None:
            raise NotFound()
        check_grant(run.actor, role)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(self.person, "person.password_set")])
