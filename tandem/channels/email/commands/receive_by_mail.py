"""Receive a mail into the ticket that it continues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tandem.channels.email.commands.arrival import Arrival, Outdated
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.people.finding import Known
from tandem.tickets import statuses
from tandem.tickets.commands.receive_message import ReceiveMessage


@dataclass
class ReceiveByMail(ReceiveMessage):
    """The message and the ledger's word on it are stored together. Raises Settled, AlreadyThere, and Outdated when the ticket takes
    no replies any more; `report` says that it is none, and belongs here whatever became of the ticket."""

    arrival: Arrival = field(kw_only=True)
    report: bool = False

    def targets(self) -> Sequence[Ref]:
        return (self.ticket, self.arrival.entry)

    def read(self, run: Run) -> Known:
        self.arrival.check(run)
        self.arrival.check_twins(run, self.ticket_id)
        if not self.report and not self._takes_replies(run):
            raise Outdated
        return super().read(run)

    def _takes_replies(self, run: Run) -> bool:
        ticket = run.record(self.ticket)
        if ticket.deleted_at is not None:
            return False
        return ticket.status_group != "closed" or not statuses.by_id(run, ticket.status_id).final

    def plan(self, run: Run, reads: Known) -> ChangeSet:
        changes = super().plan(run, reads)
        self.arrival.plan(run, changes)
        self.arrival.plan_answer(changes, self.author, confirms=True)
        return changes
