"""Put one tag in the place of another on one ticket: a part of replacing it everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RetagTicket(Command[None]):
    """Wherever it lies: also in the trash, from where it may come back. One that has lost the tag
    meanwhile keeps what it has."""

    verb = "retag"

    ticket_id: int
    tag: str
    by: str

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def read(self, run: Run) -> None:
        run.members(self.ticket, "tags")

    def plan(self, run: Run, reads: None) -> ChangeSet:
        tags = run.members(self.ticket, "tags")
        if self.tag not in tags:
            return ChangeSet()
        added = () if self.by in tags else (self.by,)
        return ChangeSet([SetChange(self.ticket, "tags", added, (self.tag,))])
