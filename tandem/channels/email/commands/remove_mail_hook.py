"""Take no mail by webhook any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.set_mail_hook import existing, targets_of
from tandem.channels.email.models import MailHook
from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RemoveMailHook(Command[MailHook]):
    """What came by it stays."""

    verb = "mail_hook.remove"

    mailbox_id: int

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id)

    def read(self, run: Run) -> MailHook:
        return existing(run, self.mailbox_id)

    def plan(self, run: Run, reads: MailHook) -> ChangeSet:
        return ChangeSet([Removal(Ref("mail_hook", reads.id), {"name": reads.provider})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
