"""Into the trash and out of it, into the spam folder and out of it. Nothing is lost: the ticket keeps its state underneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class _SetMoment(Command[None]):
    """Sets or clears one moment of a ticket."""

    column: ClassVar[str]
    on: ClassVar[bool]

    ticket_id: int

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        before = run.before(self.ticket, self.column)
        if (before is not None) != self.on:
            changes.set(self.ticket, self.column, before, run.now if self.on else None)
        return changes


class TrashTicket(_SetMoment):
    """Delete softly: restorable until the trash is emptied (KF-35)."""

    verb, column, on = "trash", "deleted_at", True


class RestoreTicket(_SetMoment):
    """Take it out of the trash."""

    verb, column, on = "restore", "deleted_at", False


class MarkSpam(_SetMoment):
    """Move it out of all normal views, counts and rules (KF-33)."""

    verb, column, on = "spam", "spam_at", True


class UnmarkSpam(_SetMoment):
    """Take it out of the spam folder, in the state that it had."""

    verb, column, on = "not_spam", "spam_at", False
