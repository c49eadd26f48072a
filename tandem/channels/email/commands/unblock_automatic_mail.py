"""Let automatic mail go to an address again that somebody had blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class UnblockAutomaticMail(Command[None]):
    """Idempotent. It begins with a budget that nothing was taken from."""

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
        if row.blocked_at is not None:
            changes.append(Fact(self.correspondent, "correspondent.unblocked"))
            changes.set(self.correspondent, "blocked_at", row.blocked_at, None)
            changes.set(self.correspondent, "counted_from", row.counted_from, run.now)
        return changes
