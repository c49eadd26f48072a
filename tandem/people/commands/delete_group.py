"""Delete a team or an organisation. What still uses a team is asked by the tickets' layer, which knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class _DeleteGroup(Command[None]):
    """One event stays and says who deleted what; its name is in the event, since groups are nobody's personal data."""

    kind: ClassVar[str]

    group_id: int

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.group_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ref,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Removal(self.ref, {"name": run.record(self.ref).name})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None


class DeleteTeam(_DeleteGroup):
    """Its members stay where they are otherwise."""

    verb, kind = "team.delete", "team"


class DeleteOrganisation(_DeleteGroup):
    """Its customers stay, without an organisation."""

    verb, kind = "organisation.delete", "organisation"
