"""Put one's views in an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class OrderViews(Command[None]):
    """The views named take the first places, in this order; one that is not named keeps its place."""

    verb = "saved_view.order"

    view_ids: Sequence[int]

    @property
    def views(self) -> list[Ref]:
        return [Ref("saved_view", view) for view in dict.fromkeys(self.view_ids)]

    def targets(self) -> Sequence[Ref]:
        return self.views

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        for place, view in enumerate(self.views):
            changes.set(view, "position", run.before(view, "position"), place)
        return changes
