"""What a mail says, read once more by the parser of today: its message keeps its place, and nothing follows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File
from tandem.tickets.models import Attachment, Message

#: The event of the ticket, and the step of the mail's trace.
READ_AGAIN = "message.read_again"


@dataclass
class ReadAgain(Command[set[str]]):
    """Text and HTML are replaced, files that were not found before are added; nobody is told, nothing is reopened or answered.
    Idempotent."""

    verb = "receive"

    entry_id: int
    ticket_id: int
    message_id: int
    body: Body
    files: Sequence[File]

    @property
    def message(self) -> Ref:
        return Ref("message", self.message_id)

    def targets(self) -> Sequence[Ref]:
        return (Ref("ticket", self.ticket_id), self.message, Ref("ledger_entry", self.entry_id))

    def read(self, run: Run) -> set[str]:
        rows = Attachment.objects.filter(message_id=self.message_id)
        return set(rows.values_list("digest", flat=True))

    def plan(self, run: Run, reads: set[str]) -> ChangeSet:
        changes = ChangeSet()
        message: Message = run.record(self.message)
        if message.kind != "customer" or message.undone_at is not None or message.shown_in_id != self.ticket_id:
            return changes
        self._words(run, changes)
        found = [file for file in self.files if file.digest not in reads]
        self._add(run, changes, found)
        outcome = "changed" if len(changes) else "same"
        if len(changes):
            changes.append(Fact(self.message, READ_AGAIN))
        entry = Ref("ledger_entry", self.entry_id)
        trace = list(run.before(entry, "trace") or [])
        changes.set(entry, "trace", trace, [*trace, {"step": "read_again", "outcome": outcome, "detail": ""}])
        return changes

    def _words(self, run: Run, changes: ChangeSet) -> None:
        after: dict[str, Json] = {
            "text": self.body.text,
            "text_norm": self.body.comparable,
            "html": self.body.html,
            "parts": dict(self.body.parts),
        }
        for name, value in after.items():
            changes.set(self.message, name, run.before(self.message, name), value)

    def _add(self, run: Run, changes: ChangeSet, files: Sequence[File]) -> None:
        for file in files:
            changes.create(
                Ref("attachment", run.new_id()),
                {
                    "message_id": self.message_id,
                    "ticket_id": self.ticket_id,
                    "name": file.name,
                    "type": file.type,
                    "size": file.size,
                    "digest": file.digest,
                    "inline": file.inline,
                    "cid": file.cid,
                },
            )

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.message
