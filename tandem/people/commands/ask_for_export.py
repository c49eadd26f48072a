"""Ask for everything about one customer as a file (the right of access and of data portability)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tandem.kernel.changes import ChangeSet, EffectRequest, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.people.customers import check_customer

EXPORT: Final = "customers.export"


@dataclass
class AskForExport(Command[None]):
    """`export_id` names the row that waits for the file. The event says who asked, and whether internal notes are in it."""

    verb = "customer.export"

    person_id: int
    export_id: int
    internal_notes: bool = False

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person,)

    def read(self, run: Run) -> None:
        check_customer(run, self.person)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        fact = Fact(self.person, "person.exported", {"internal_notes": self.internal_notes})
        payload = {"export": str(self.export_id)}
        return ChangeSet([fact], [EffectRequest(EXPORT, str(self.export_id), payload)])
