"""Ask a stranger to confirm their address: one neutral mail to one address a day, within limits for all of them (sec:B-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.automatic.budgets import SENT, domain_of, held_back
from tandem.channels.email.automatic.kinds import ASK
from tandem.channels.email.commands.weighing import Weighing
from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class AskToConfirm(Command[str]):
    """What is held is not mailed later either: its ticket is there, and a person may answer it. Idempotent."""

    verb = "ask_to_confirm"

    weighing: Weighing

    def targets(self) -> Sequence[Ref]:
        return self.weighing.targets()

    def read(self, run: Run) -> str:
        mailbox = self.weighing.mailbox(run)
        if mailbox is None or not mailbox.confirms:
            return "switched_off"
        if refused := self.weighing.refused(run):
            return refused
        row = run.record(self.weighing.correspondent)
        return held_back(row, domain_of(self.weighing.recipient.address), run.now) or SENT

    def plan(self, run: Run, reads: str) -> ChangeSet:
        changes = ChangeSet()
        row = self.weighing.note(run, changes, "confirmation", reads)
        if reads == SENT:
            payload = {
                "row": str(row),
                "ticket_id": str(self.weighing.ticket_id),
                "mailbox_id": str(run.before(self.weighing.entry, "mailbox")),
                # Nothing else of theirs: not even the name that they gave themselves.
                "to": self.weighing.recipient.address,
            }
            changes.effects.append(EffectRequest(ASK, str(row), payload))
        return changes
