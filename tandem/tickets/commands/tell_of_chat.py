"""The fact that a colleague is wanted for a talk about a ticket and is not there: they are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run

WANTED: Final = "chat.wanted"


@dataclass
class TellOfChat(Command[None]):
    """Says who is wanted, and nothing of what was said."""

    verb = "note"

    ticket_id: int
    person_id: int

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> tuple[Ref, ...]:
        return (self.ticket,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(self.ticket, WANTED, {"person": str(self.person_id)})])
