"""Move a customer's message that landed in the wrong ticket to the one where it belongs, or to a ticket of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.infra.words import Words
from tandem.kernel.changes import ChangeSet, Fact, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem
from tandem.tickets import statuses
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File, plan_message
from tandem.tickets.models import Attachment, Message


@dataclass(frozen=True, slots=True)
class Reads:
    message: Message
    files: Sequence[File]
    #: Nothing else stands in the ticket that it leaves.
    alone: bool


@dataclass
class MoveMessage(Command[Reads]):
    """In the ticket that it leaves the message does not count any more; in the other one a copy stands with everything that it
    was, as news: it blocks answers that are being written, and opens the ticket again. A ticket that nothing is left in goes to
    the trash. `misled_by` is the Message-ID that it answers, where that led it astray: what its author answers to the same later
    belongs where this message is. `to_id` None opens a ticket with `subject`."""

    verb = "move_message"

    ticket_id: int
    message_id: int
    to_id: int | None
    subject: str = ""
    misled_by: str | None = None

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    @property
    def message(self) -> Ref:
        return Ref("message", self.message_id)

    def targets(self) -> Sequence[Ref]:
        other = () if self.to_id in {None, self.ticket_id} else (Ref("ticket", self.to_id or 0),)
        return (self.ticket, *other, self.message)

    def read(self, run: Run) -> Reads:
        message: Message = run.record(self.message)
        if message.shown_in_id != self.ticket_id or message.kind != "customer":
            raise NotFound()
        if message.undone_at is not None:
            raise Conflict("message.moved", _("This message has been moved already."))
        if self.to_id == self.ticket_id:
            raise _wrong(_("The message is in this ticket."))
        if self.to_id is not None and statuses.by_id(run, run.record(Ref("ticket", self.to_id)).status_id).final:
            raise _wrong(_("This ticket is closed for good and takes no message."))
        standing = Message.objects.filter(shown_in_id=self.ticket_id, undone_at__isnull=True).exclude(id=message.id)
        return Reads(message, _files(message), not standing.exists())

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        other = self._opened(run, changes, reads.message) if self.to_id is None else Ref("ticket", self.to_id)
        self._copy(run, changes, other, reads)
        changes.set(self.message, "undone_at", None, run.now)
        changes.set(self.message, "moved_to_ticket", None, other.id)
        changes.append(Fact(self.message, "message.moved_away", {"ticket": str(other.id)}))
        if reads.alone:
            changes.set(self.ticket, "deleted_at", None, run.now)
        return changes

    def _opened(self, run: Run, changes: ChangeSet, message: Message) -> Ref:
        """A ticket of the message's author, in the same place."""
        left, ticket = run.record(self.ticket), Ref("ticket", run.new_id())
        status = next(iter(statuses.of_department(run, left.department_id).values()))
        changes.create(
            ticket,
            {
                "requester_id": message.author_id,
                "subject": one_line(self.subject, 500) or left.subject,
                "status_id": status.id,
                "status_group": status.group,
                "priority": 0,
                "department_id": left.department_id,
                "mailbox_id": left.mailbox_id,
                "channel": message.channel,
                "source_id": message.mail_id,
                "created_at": run.now,
                "updated_at": run.now,
            },
        )
        return ticket

    def _copy(self, run: Run, changes: ChangeSet, other: Ref, reads: Reads) -> None:
        message = reads.message
        alike = ("kind", "visibility", "channel", "author_id", "at", "to", "cc", "automatic", "unverified", "proof")
        values: dict[str, Json] = {name: getattr(message, name) for name in (*alike, "mail_id", "ledger_id")}
        values |= {"moved_from_ticket": self.ticket_id, "misled_by": self.misled_by or message.misled_by}
        plan_message(run, changes, other, Body(message.text, message.html, message.parts), values, reads.files)

    def result(self, changes: ChangeSet) -> Ref | None:
        return changes.created("message")[0].ref


def _files(message: Message) -> list[File]:
    """Without those that were removed: they stay in the trash of the ticket that it leaves."""
    rows = Attachment.objects.filter(message_id=message.id, removed_at__isnull=True).order_by("id")
    return [File(row.name, row.type, row.size, row.digest, row.inline, row.cid) for row in rows]


def _wrong(words: Words) -> Invalid:
    return Invalid([Problem("/to", "not_possible", words)])
