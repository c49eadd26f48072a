"""Keep a reply for later. It is checked now as if it left now, so that its author hears at once of what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.tickets.commands import reply as replying
from tandem.tickets.commands.composition import content_of
from tandem.tickets.commands.reply import Reply
from tandem.tickets.reply_guard.holding import nothing_held
from tandem.tickets.scheduled.projection import KIND
from tandem.tickets.scheduled_replies import ScheduledReply

#: Milliseconds ahead, at most: a year.
FURTHEST_MS: Final = 366 * 24 * 3_600_000
#: Waiting on one ticket at once.
MOST: Final = 20


@dataclass
class ScheduleReply(Command[replying.Reads]):
    """`reply` is what will be sent at `due` (milliseconds); `changes` its edits as JSON, as a draft keeps them."""

    verb = "reply"

    reply: Reply
    due: int
    changes: Mapping[str, Json] = field(default_factory=dict)

    @property
    def ticket(self) -> Ref:
        return self.reply.ticket

    def targets(self) -> Sequence[Ref]:
        return self.reply.targets()

    def once(self) -> Sequence[Once]:
        """Names of their own: the same composition may still be sent, by its scheduled reply."""
        return tuple(
            Once(name.scope, f"schedule:{name.key}"[:200], Once.of("", "", [name.digest, self.due]).digest)
            for name in self.reply.once()
        )

    def read(self, run: Run) -> replying.Reads:
        if not run.now < self.due:
            raise Invalid([Problem("/at", "past", _("Choose a moment that is still to come."))])
        if self.due > run.now + FURTHEST_MS:
            raise Invalid([Problem("/at", "out_of_range", _("A reply waits for a year at most."))])
        if ScheduledReply.objects.filter(ticket_id=self.ticket.id, state="waiting").count() >= MOST:
            raise Invalid([Problem("", "too_many", _("Too many replies wait on this ticket already."))])
        reads = self.reply.read(run)
        planned = self.reply.plan(run, reads)
        for change in planned:
            nothing_held(run, planned, change)
        return reads

    def plan(self, run: Run, reads: replying.Reads) -> ChangeSet:
        changes = ChangeSet()
        changes.create(
            Ref(KIND, run.new_id()),
            {
                "ticket_id": self.ticket.id,
                "author_id": run.actor.person_id,
                "conversation_id": self.reply.conversation_id,
                "client_id": self.reply.client_id,
                "due_at": self.due,
                "created_at": run.now,
                "content": content_of(self.reply, reads.to, reads.cc, self.changes),
            },
        )
        return changes
