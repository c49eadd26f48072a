"""A colleague's answer by mail was not sent: its text is their draft now, and they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.arrival import Arrival
from tandem.channels.email.models import LedgerEntry
from tandem.kernel.changes import ChangeSet, Fact, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.tickets.mailed_answers import HELD


@dataclass
class HoldAnswer(Command[None]):
    """`code` says why (`mailed_answers.REASONS`). The text is given back before this: it may be told twice, never lost."""

    verb = "receive"

    ticket_id: int
    person_id: int
    code: str
    arrival: Arrival

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket, self.arrival.entry)

    def read(self, run: Run) -> None:
        self.arrival.check(run)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet([Fact(self.ticket, HELD, {"person": str(self.person_id), "code": self.code})])
        columns: dict[str, Json] = {
            "state": str(LedgerEntry.State.APPLIED),
            "reason": "kept_as_draft",
            "attempts": self.arrival.attempts,
            "ticket_id": self.ticket_id,
            "trace": list(self.arrival.trace),
        }
        for name, value in columns.items():
            changes.set(self.arrival.entry, name, run.before(self.arrival.entry, name), value)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.ticket
