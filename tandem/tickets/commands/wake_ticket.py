"""Wake a snoozed ticket: by hand, or because its moment has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.tickets.snoozing import BY_TIME, wake


@dataclass
class WakeTicket(Command[None]):
    """Changes nothing on a ticket that is awake. `due` is the moment that has come: a ticket whose moment was moved sleeps on."""

    verb = "wake"

    ticket_id: int
    due: int | None = None

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        if self.due is None:
            wake(run, ChangeSet(), changes, self.ticket)
        elif self.due == run.before(self.ticket, "snoozed_until"):
            wake(run, ChangeSet(), changes, self.ticket, BY_TIME)
        return changes
