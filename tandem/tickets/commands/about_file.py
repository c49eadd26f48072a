"""What the verbs about one file of a message have in common (TB-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import NotFound
from tandem.tickets.models import Attachment


@dataclass
class AboutFile(Command[Attachment]):
    """Holds the file and its ticket."""

    ticket_id: int
    attachment_id: int

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    @property
    def file(self) -> Ref:
        return Ref("attachment", self.attachment_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket, self.file)

    def read(self, run: Run) -> Attachment:
        file: Attachment = run.record(self.file)
        if file.ticket_id != self.ticket_id:
            raise NotFound()
        return file

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.file
