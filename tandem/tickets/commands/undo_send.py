"""Take a reply back while it is still here: the inverse command, decided by compare-and-set on its deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Forbidden, NotFound
from tandem.tickets.commands.set_with import plan_back
from tandem.tickets.models import Delivery, Message

#: States in which nothing of a delivery has left this house.
STILL_HERE = frozenset({"undo_window", "queued", "retry"})


@dataclass
class UndoSend(Command[Message]):
    """Only its author may, only while every delivery is still here. What was set with the reply is set back if it still holds."""

    verb = "undo"

    ticket_id: int
    message_id: int

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    @property
    def message(self) -> Ref:
        return Ref("message", self.message_id)

    def targets(self) -> Sequence[Ref]:
        deliveries = Delivery.objects.filter(message_id=self.message_id).values_list("id", flat=True)
        return (self.ticket, self.message, *(Ref("delivery", delivery_id) for delivery_id in deliveries))

    def read(self, run: Run) -> Message:
        message: Message = run.record(self.message)
        if message.shown_in_id != self.ticket_id or message.kind != "reply":
            raise NotFound()
        if message.author_id != run.actor.person_id:
            raise Forbidden(_("Only its author can take a reply back."))
        left = [ref for ref, row in run.records.items() if ref.kind == "delivery" and row.state not in STILL_HERE]
        if message.undone_at is not None:
            raise Conflict("delivery.left", _("This reply was taken back already."))
        if left:
            raise Conflict("delivery.left", _("It is too late: the reply has left."))
        if "tags" in (message.set_with_it or {}):
            run.members(self.ticket, "tags")
        return message

    def plan(self, run: Run, reads: Message) -> ChangeSet:
        changes = ChangeSet()
        changes.set(self.message, "undone_at", None, run.now)
        changes.append(Fact(self.message, "message.undone"))
        for ref, row in run.records.items():
            if ref.kind == "delivery":
                changes.set(ref, "state", row.state, "undone")
        plan_back(run, changes, self.ticket, reads.set_with_it or {})
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.message
