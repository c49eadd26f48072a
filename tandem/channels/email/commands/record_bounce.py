"""Record that mail which had left came back: its delivery failed after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RecordBounce(Command[None]):
    """Idempotent. What was never sent, or was taken back, cannot come back."""

    verb = "record_delivery"

    ticket_id: int
    delivery_id: int
    detail: str = ""

    @property
    def delivery(self) -> Ref:
        return Ref("delivery", self.delivery_id)

    def targets(self) -> Sequence[Ref]:
        return (Ref("ticket", self.ticket_id), self.delivery)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        row = run.record(self.delivery)
        if row.state in {"sent", "uncertain", "sending"}:
            changes.set(self.delivery, "state", row.state, "failed")
            changes.set(self.delivery, "detail", row.detail, self.detail[:2000])
            changes.set(self.delivery, "at", row.at, run.now)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.delivery
