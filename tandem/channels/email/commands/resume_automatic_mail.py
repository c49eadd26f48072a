"""Let automatic mail go to an address again that was stopped because it went in a circle: what it has got so far is forgiven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class ResumeAutomaticMail(Command[None]):
    """Idempotent. The same loop stops again after the same number of mails."""

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
        if row.paused_at is not None:
            changes.append(Fact(self.correspondent, "correspondent.resumed"))
            changes.set(self.correspondent, "paused_at", row.paused_at, None)
            changes.set(self.correspondent, "paused_by", row.paused_by, "")
            changes.set(self.correspondent, "counted_from", row.counted_from, run.now)
        return changes
