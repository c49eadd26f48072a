"""What people do with an entry of the ledger: look at the raw mail, let it be tried again, put it where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class TellOfLedger(Command[None]):
    """A fact of the entry's stream, for the audit log; it changes nothing by itself."""

    verb = "ledger.handle"

    entry_id: int
    kind: Literal[
        "ledger.raw_viewed", "ledger.tried_again", "ledger.released", "ledger.read_again", "ledger.answer_refused"
    ]

    def targets(self) -> Sequence[Ref]:
        return (Ref("ledger_entry", self.entry_id),)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(Ref("ledger_entry", self.entry_id), self.kind)])
