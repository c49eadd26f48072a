"""Facts about what a member of staff did to the house as a whole: they change nothing and are there for the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from tandem.kernel.changes import ChangeSet, Fact, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class _TellOfAct(Command[None]):
    """In the stream of whoever did it; `numbers` say how much it was."""

    person_id: int
    numbers: Mapping[str, Json] = field(default_factory=dict)
    kind: ClassVar[str]

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> tuple[Ref, ...]:
        return (self.person,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(self.person, self.kind, dict(self.numbers))])


class TellOfSampleLoaded(_TellOfAct):
    """Somebody loaded sample data."""

    verb, kind = "house.sample", "person.sample_loaded"


class TellOfSampleRemoved(_TellOfAct):
    """Somebody removed the sample data."""

    verb, kind = "house.sample", "person.sample_removed"


class TellOfAuditExport(_TellOfAct):
    """Somebody took the audit log, or a part of it, out of the house."""

    verb, kind = "audit.export", "person.audit_exported"
