"""Lead the entry of a mail to where its message was moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class FollowMessage(Command[None]):
    """Idempotent: who moved it, and when, stands in the history of both tickets."""

    verb = "receive"

    entry_id: int
    message_id: int
    ticket_id: int

    @property
    def entry(self) -> Ref:
        return Ref("ledger_entry", self.entry_id)

    def targets(self) -> Sequence[Ref]:
        return (self.entry,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        entry = run.record(self.entry)
        if entry.ticket_message_id == self.message_id:
            return changes
        step = {"step": "moved", "outcome": "by_hand", "detail": ""}
        columns: dict[str, Json] = {
            "ticket_id": self.ticket_id,
            "ticket_message_id": self.message_id,
            "trace": [*entry.trace, step],
        }
        for name, value in columns.items():
            changes.set(self.entry, name, run.before(self.entry, name), value)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
