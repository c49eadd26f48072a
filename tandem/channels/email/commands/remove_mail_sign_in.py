"""Forget how a mailbox was signed in, with what the provider gave for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.set_mail_sign_in import existing, targets_of
from tandem.channels.email.models import MailSignIn
from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RemoveMailSignIn(Command[MailSignIn]):
    """Servers that use it wait until somebody signs in again."""

    verb = "mail_sign_in.remove"

    mailbox_id: int

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id)

    def read(self, run: Run) -> MailSignIn:
        return existing(run, self.mailbox_id)

    def plan(self, run: Run, reads: MailSignIn) -> ChangeSet:
        return ChangeSet([Removal(Ref("mail_sign_in", reads.id), {"name": reads.provider})])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
