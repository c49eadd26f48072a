"""Delete a ticket for good, out of the trash (KF-35): its messages, files, drafts and history go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden
from tandem.tickets.policies import NOT_IN_TRASH


@dataclass
class DeleteTicket(Command[None]):
    """One event stays and says who deleted which number. The bytes of its files go with the next sweep."""

    verb = "delete"

    ticket_id: int
    names: Sequence[Once] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> None:
        # Asked here as well as by the policy: the system, to which policies allow everything, clears away by age.
        if run.record(self.ticket).deleted_at is None:
            raise Forbidden(NOT_IN_TRASH)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Removal(self.ticket, {"number": run.record(self.ticket).number})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
