"""Receive a mail into the ticket that it continues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tandem.channels.email.commands.arrival import Arrival
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.people.finding import Known
from tandem.tickets.commands.receive_message import ReceiveMessage


@dataclass
class ReceiveByMail(ReceiveMessage):
    """The message and the ledger's word on it are stored together. Raises Settled."""

    arrival: Arrival = field(kw_only=True)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket, self.arrival.entry)

    def read(self, run: Run) -> Known:
        self.arrival.check(run)
        return super().read(run)

    def plan(self, run: Run, reads: Known) -> ChangeSet:
        changes = super().plan(run, reads)
        self.arrival.plan(run, changes)
        return changes
