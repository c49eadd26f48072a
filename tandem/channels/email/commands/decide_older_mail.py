"""Decide about mail that lay on a server before, after the server has counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.set_mail_server import existing, targets_of
from tandem.channels.email.models import MailServer
from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class DecideOlderMail(Command[MailServer]):
    """After a server has counted anew: whether mail that lay there before fetching began is taken as well."""

    verb = "mail_server.decide_older"

    mailbox_id: int
    take: bool

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id, "incoming")

    def read(self, run: Run) -> MailServer:
        return existing(run, self.mailbox_id, "incoming")

    def plan(self, run: Run, reads: MailServer) -> ChangeSet:
        kind = "mail_server.older_taken" if self.take else "mail_server.older_left"
        return ChangeSet([Fact(Ref("mail_server", reads.id), kind)])
