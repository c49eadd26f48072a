"""Send a scheduled reply: the reply itself, and that its row is done with, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Forbidden
from tandem.tickets.commands import reply as replying
from tandem.tickets.commands.reply import Reply
from tandem.tickets.scheduled.projection import ref_of

ENDED = _("This reply was sent or taken back meanwhile.")


@dataclass
class SendScheduled(Command[replying.Reads]):
    """`reply` is read from the row before the lock; nothing changes a row that waits but its end, which is asked for here."""

    verb = "reply"

    scheduled_id: int
    reply: Reply

    @property
    def scheduled(self) -> Ref:
        return ref_of(self.scheduled_id)

    def targets(self) -> Sequence[Ref]:
        return (*self.reply.targets(), self.scheduled)

    def once(self) -> Sequence[Once]:
        return self.reply.once()

    def read(self, run: Run) -> replying.Reads:
        row = run.record(self.scheduled)
        if row.state != "waiting":
            raise Conflict("scheduled.ended", ENDED)
        if row.author_id != run.actor.person_id:
            raise Forbidden(_("Only its author sends a scheduled reply."))
        return self.reply.read(run)

    def plan(self, run: Run, reads: replying.Reads) -> ChangeSet:
        changes = self.reply.plan(run, reads)
        message = changes.created("message")[0].ref.id
        changes.set(self.scheduled, "state", "waiting", "sent")
        changes.set(self.scheduled, "message_id", None, message)
        changes.set(self.scheduled, "content", run.before(self.scheduled, "content"), {})
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref
