"""Delete a view. The tickets in it are none of its business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class DeleteView(Command[None]):
    """Only its owner may."""

    verb = "saved_view.delete"

    view_id: int

    @property
    def view(self) -> Ref:
        return Ref("saved_view", self.view_id)

    def targets(self) -> Sequence[Ref]:
        return (self.view,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Removal(self.view, {})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
