"""Into the trash and out of it. Nothing is lost: the ticket keeps its state underneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden


@dataclass
class SetMoment(Command[None]):
    """Sets or clears one moment of a ticket."""

    column: ClassVar[str]
    on: ClassVar[bool]

    ticket_id: int
    names: Sequence[Once] = field(default=(), kw_only=True)

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        before = run.before(self.ticket, self.column)
        if (before is not None) != self.on:
            changes.set(self.ticket, self.column, before, run.now if self.on else None)
        return changes


class TrashTicket(SetMoment):
    """Delete softly: restorable until the trash is emptied (KF-35)."""

    verb, column, on = "trash", "deleted_at", True


class TrashSpam(TrashTicket):
    """The same for what is emptied out of the spam folder: a ticket that somebody took out meanwhile is refused."""

    def read(self, run: Run) -> None:
        if run.record(self.ticket).spam_at is None:
            raise Forbidden(_("The ticket is not marked as spam."))


class RestoreTicket(SetMoment):
    """Take it out of the trash."""

    verb, column, on = "restore", "deleted_at", False
