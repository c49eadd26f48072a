"""Delete a macro. What it wrote and set stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class DeleteMacro(Command[None]):
    """For good; to keep it for later it is switched off instead."""

    verb = "macro.delete"

    macro_id: int

    @property
    def macro(self) -> Ref:
        return Ref("macro", self.macro_id)

    def targets(self) -> Sequence[Ref]:
        return (self.macro,)

    def read(self, run: Run) -> None:
        """Nothing else is needed."""

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Removal(self.macro, {"name": run.record(self.macro).name})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
