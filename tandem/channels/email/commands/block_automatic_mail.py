"""Write to an address by nobody's hand no more, until somebody says otherwise. People still answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class BlockAutomaticMail(Command[None]):
    """Idempotent. It ends a loop as well: there is nothing left to decide."""

    verb = "automatic_mail.decide"

    correspondent_id: int

    @property
    def correspondent(self) -> Ref:
        return Ref("correspondent", self.correspondent_id)

    def targets(self) -> Sequence[Ref]:
        return (self.correspondent,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        row = run.record(self.correspondent)
        if row.blocked_at is None:
            changes.append(Fact(self.correspondent, "correspondent.blocked"))
            changes.set(self.correspondent, "blocked_at", None, run.now)
            changes.set(self.correspondent, "paused_at", row.paused_at, None)
            changes.set(self.correspondent, "paused_by", row.paused_by, "")
        return changes
