"""Open a ticket for somebody who wrote to a mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tandem.channels.email.commands.arrival import Arrival
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.tickets.commands.open_ticket import OpenTicket, Reads
from tandem.tickets.commands.receive_message import BLOCKED


@dataclass
class OpenByMail(OpenTicket):
    """The author acts, but the mailbox decides about the department: a customer sees no departments to choose from.

    To the policy it is what a customer does who writes into a ticket: their message is received. The ticket that it follows is
    locked, so that the same mail by another mailbox does not follow it as well. Raises Settled, AlreadyThere.
    """

    verb = "receive"

    arrival: Arrival = field(kw_only=True)

    def targets(self) -> Sequence[Ref]:
        if self.follow_up_of is None:
            return (self.arrival.entry,)
        return (Ref("ticket", self.follow_up_of), self.arrival.entry)

    def read(self, run: Run) -> Reads:
        self.arrival.check(run)
        if self.follow_up_of is not None:
            self.arrival.check_twins(run, self.follow_up_of)
        return super().read(run)

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = super().plan(run, reads)
        self.arrival.plan(run, changes)
        self.arrival.plan_answer(changes, self.requester)
        if self.requester.key in reads.known.blocked:
            changes.set(changes.created("ticket")[0].ref, "spam_at", None, run.now, BLOCKED)
        return changes

    def _department(self, run: Run) -> int:
        assert self.department_id is not None
        return self.department_id
