"""End a scheduled reply otherwise than by sending it: taken back by hand, held at its time, or found to have left already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Forbidden
from tandem.tickets.commands.send_scheduled import ENDED
from tandem.tickets.scheduled.projection import ref_of


@dataclass
class _End(Command[None]):
    """The row leaves the states in which it is shown. A reply that is about to leave can be stopped wherever its ticket lies."""

    verb = "undo"

    ticket_id: int
    scheduled_id: int

    @property
    def scheduled(self) -> Ref:
        return ref_of(self.scheduled_id)

    def targets(self) -> Sequence[Ref]:
        return (Ref("ticket", self.ticket_id), self.scheduled)

    def read(self, run: Run) -> None:
        if run.record(self.scheduled).state not in self.from_states():
            raise Conflict("scheduled.ended", ENDED)

    def from_states(self) -> Sequence[str]:
        """Those that it can be ended in."""
        return ("waiting",)

    def columns(self) -> dict[str, Json]:
        """What the row is to hold."""
        raise NotImplementedError

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        for name, value in self.columns().items():
            changes.set(self.scheduled, name, run.before(self.scheduled, name), value)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.scheduled


@dataclass
class TakeBackScheduled(_End):
    """By hand. Its author goes on writing (`edited`) or lets it be (`cancelled`); a colleague only stops it, and its text becomes
    a draft of its author's."""

    to: Literal["edited", "cancelled"] = "cancelled"

    def read(self, run: Run) -> None:
        super().read(run)
        if self.to == "edited" and run.record(self.scheduled).author_id != run.actor.person_id:
            raise Forbidden(_("Only its author edits a scheduled reply. You can stop it, and take its draft over."))

    def from_states(self) -> Sequence[str]:
        return ("waiting", "held")

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = super().plan(run, reads)
        content = run.before(self.scheduled, "content")
        # The text goes back to its author; through whose hands it went stays known here, by its name.
        kept = {"writers": content["writers"]} if content.get("writers") else {}
        changes.set(self.scheduled, "content", content, kept)
        return changes

    def columns(self) -> dict[str, Json]:
        return {"state": self.to, "held_detail": ""}


@dataclass
class HoldScheduled(_End):
    """At its time it was refused: it is shown with the reason until somebody has looked at it."""

    code: str = ""
    detail: str = ""

    def columns(self) -> dict[str, Json]:
        return {"state": "held", "held_code": self.code, "held_detail": self.detail}


@dataclass
class CloseScheduled(_End):
    """It has left already, by another door."""

    message_id: int = 0

    def columns(self) -> dict[str, Json]:
        return {"state": "sent", "message_id": self.message_id, "content": {}}
