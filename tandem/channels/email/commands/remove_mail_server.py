"""Let a mailbox use a mail server no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.set_mail_server import existing, targets_of
from tandem.channels.email.models import MailServer
from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RemoveMailServer(Command[MailServer]):
    """The mailbox stays, and so does everything that was fetched."""

    verb = "mail_server.remove"

    mailbox_id: int
    direction: str

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id, self.direction)

    def read(self, run: Run) -> MailServer:
        return existing(run, self.mailbox_id, self.direction)

    def plan(self, run: Run, reads: MailServer) -> ChangeSet:
        return ChangeSet([Removal(Ref("mail_server", reads.id), {"name": reads.host, "direction": reads.direction})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
