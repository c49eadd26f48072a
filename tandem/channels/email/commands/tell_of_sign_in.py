"""A mailbox was signed in at its provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.set_mail_sign_in import existing, targets_of
from tandem.channels.email.models import MailSignIn
from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class TellOfSignIn(Command[MailSignIn]):
    """A fact for the audit log; what was given is kept apart from tracked records."""

    verb = "mail_sign_in.sign_in"

    mailbox_id: int

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id)

    def read(self, run: Run) -> MailSignIn:
        return existing(run, self.mailbox_id)

    def plan(self, run: Run, reads: MailSignIn) -> ChangeSet:
        return ChangeSet([Fact(Ref("mail_sign_in", reads.id), "mail_sign_in.signed_in")])
