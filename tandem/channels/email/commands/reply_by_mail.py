"""A colleague answers a customer by mail: the reply itself, and the ledger's word that this mail became it, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tandem.channels.email.commands.arrival import Arrival
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.reply import Reply


@dataclass
class ReplyByMail(Command[Any]):
    """`written` is what they would have done on screen: its rights, fence and reply guard are asked as there. Raises Settled."""

    verb = "reply"

    written: Reply | AddNote
    arrival: Arrival

    def targets(self) -> Sequence[Ref]:
        return (*self.written.targets(), self.arrival.entry)

    def once(self) -> Sequence[Once]:
        return self.written.once()

    def read(self, run: Run) -> Any:
        self.arrival.check(run)
        return self.written.read(run)

    def plan(self, run: Run, reads: Any) -> ChangeSet:
        changes = self.written.plan(run, reads)
        self.arrival.plan(run, changes)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref
