"""A mail that did not arrive is dealt with: it leaves the list of failed mail, and stays what it is on its ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import NotFound
from tandem.tickets.commands.send_again import ENDED_BADLY
from tandem.tickets.models import Delivery


@dataclass
class SettleFailure(Command[None]):
    """Idempotent."""

    verb = "edit"

    ticket_id: int
    delivery_id: int

    @property
    def delivery(self) -> Ref:
        return Ref("delivery", self.delivery_id)

    def targets(self) -> Sequence[Ref]:
        return (Ref("ticket", self.ticket_id), self.delivery)

    def read(self, run: Run) -> None:
        row: Delivery = run.record(self.delivery)
        if row.ticket_id != self.ticket_id or row.state not in ENDED_BADLY:
            raise NotFound()

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        if run.before(self.delivery, "handled_at") is None:
            changes.set(self.delivery, "handled_at", None, run.now)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.delivery
