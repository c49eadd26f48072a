"""The entry of the ledger that a run places: that the mail is in its ticket and that the ledger says so is one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.models import LedgerEntry
from tandem.infra import stop_points
from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.context import Run


class Settled(Exception):
    """The mail does not wait to be placed any more: somebody else has placed it, or set it aside."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry with what is known of it now: how often it was tried, and the trace of the decision."""

    entry_id: int
    attempts: int
    trace: Sequence[Json]

    @property
    def entry(self) -> Ref:
        return Ref("ledger_entry", self.entry_id)

    def check(self, run: Run) -> None:
        """Under the entry's lock. Raises Settled."""
        if run.record(self.entry).state != LedgerEntry.State.RECEIVED:
            raise Settled
        stop_points.reach("before_ledger_applied")

    def plan(self, run: Run, changes: ChangeSet) -> None:
        """Add to the plan of a message that the entry is where this message is."""
        message = changes.created("message")[0]
        columns = {
            "state": str(LedgerEntry.State.APPLIED),
            "reason": "",
            "attempts": self.attempts,
            "ticket_id": message.values["shown_in_id"],
            "ticket_message_id": message.ref.id,
            "trace": list(self.trace),
        }
        for name, value in columns.items():
            changes.set(self.entry, name, run.before(self.entry, name), value)
