"""Record how a delivery ended: sent, failed, uncertain, or withheld from a sample customer. Events of the ticket, so that a lost
pointer is healed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RecordDelivery(Command[None]):
    """Idempotent: an outcome that is recorded already changes nothing, and a failure stands. A report that mail came back may
    arrive before the word that it left, and says more."""

    verb = "record_delivery"

    ticket_id: int
    delivery_id: int
    state: Literal["sent", "failed", "uncertain", "withheld"]
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
        if row.state not in {"sent", "failed", "undone", "withheld"}:
            changes.set(self.delivery, "state", row.state, self.state)
            changes.set(self.delivery, "detail", row.detail, self.detail[:2000])
            changes.set(self.delivery, "at", row.at, run.now)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.delivery
