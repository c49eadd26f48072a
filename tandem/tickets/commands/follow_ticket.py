"""Follow a ticket, or no longer: everybody for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class FollowTicket(Command[None]):
    """Changes nothing when it is so already."""

    verb = "follow"

    ticket_id: int
    on: bool = True

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def read(self, run: Run) -> None:
        run.members(self.ticket, "followers")

    def plan(self, run: Run, reads: None) -> ChangeSet:
        me = (run.actor.me,)
        changes = ChangeSet()
        if (run.actor.me in run.members(self.ticket, "followers")) != self.on:
            changes.append(SetChange(self.ticket, "followers", me if self.on else (), () if self.on else me))
        return changes
