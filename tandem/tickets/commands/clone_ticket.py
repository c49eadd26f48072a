"""Open a second ticket like a given one: for a matter that turned out to be two. Each tells of the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tandem.kernel.changes import ChangeSet, Fact, Json, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.tickets import statuses
from tandem.tickets.bodies import Body
from tandem.tickets.commands.parts import File, plan_message
from tandem.tickets.models import Attachment, Message
from tandem.tickets.statuses import StatusFacts


@dataclass(frozen=True, slots=True)
class Reads:
    status: StatusFacts
    first: Message | None
    files: Sequence[File]


@dataclass
class CloneTicket(Command[Reads]):
    """It has the requester, department, team, priority, type, tags and copies of the original, and begins in the department's
    first status without an owner. With its first message, or with a note that says where it comes from. The bytes of files
    are shared, not copied; files that were removed stay behind. Nothing is mailed."""

    verb = "clone"
    creates = "ticket"

    ticket_id: int
    subject: str = ""
    with_message: bool = True
    names: Sequence[Once] = field(default=())

    @property
    def original(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.original,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> Reads:
        for name in ("tags", "cc"):
            run.members(self.original, name)
        department = run.record(self.original).department_id
        status = next(iter(statuses.of_department(run, department).values()))
        if not self.with_message:
            return Reads(status, None, ())
        rows = Message.objects.filter(shown_in_id=self.ticket_id, undone_at__isnull=True)
        first = rows.order_by("seq", "id").first()
        return Reads(status, first, _files(first))

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        original, clone = run.record(self.original), Ref("ticket", run.new_id())
        alike = ("requester_id", "department_id", "team_id", "priority", "type", "channel", "mailbox_id")
        changes.create(
            clone,
            {
                **{name: getattr(original, name) for name in alike},
                "subject": self.subject or original.subject,
                "status_id": reads.status.id,
                "status_group": reads.status.group,
                "created_at": run.now,
                "updated_at": run.now,
            },
        )
        body, values = self._message(run, reads.first)
        plan_message(run, changes, clone, body, values, reads.files)
        for name in ("tags", "cc"):
            changes.append(SetChange(clone, name, tuple(sorted(run.members(self.original, name))), ()))
        changes.append(Fact(clone, "ticket.cloned_from", {"ticket": str(self.ticket_id)}))
        changes.append(Fact(self.original, "ticket.cloned", {"ticket": str(clone.id)}))
        return changes

    def _message(self, run: Run, first: Message | None) -> tuple[Body, Mapping[str, Json]]:
        if first is None:
            # A ticket is found by its subject through its first message, so that there is always one.
            text = _("Cloned from #%(number)s.") % {"number": run.record(self.original).number}
            mine = {"kind": "note", "visibility": "internal", "channel": "agent", "author_id": run.actor.person_id}
            return Body(text), mine
        # Without its Message-ID: an answer to that mail belongs to the original.
        alike = ("kind", "visibility", "channel", "author_id", "at", "to", "cc", "automatic", "unverified", "proof")
        return Body(first.text, first.html, first.parts), {name: getattr(first, name) for name in alike}


def _files(message: Message | None) -> list[File]:
    if message is None:
        return []
    rows = Attachment.objects.filter(message_id=message.id, removed_at__isnull=True).order_by("id")
    return [File(row.name, row.type, row.size, row.digest, row.inline, row.cid) for row in rows]
