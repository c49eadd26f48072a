"""Send a reply once more to one recipient: after a failure, or knowingly where nobody can say whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, NotFound
from tandem.tickets.models import Delivery, Message

#: States in which nobody but a person may send it once more.
ENDED_BADLY = frozenset({"failed", "uncertain"})


@dataclass
class SendAgain(Command[None]):
    """The mail is the same to the byte, with the Message-ID that it had: most receivers show one that comes twice only once.

    Two who ask at once send it once: the second finds it on its way and is refused.
    """

    verb = "reply"

    ticket_id: int
    delivery_id: int

    @property
    def delivery(self) -> Ref:
        return Ref("delivery", self.delivery_id)

    def targets(self) -> Sequence[Ref]:
        return (Ref("ticket", self.ticket_id), self.delivery)

    def read(self, run: Run) -> None:
        row: Delivery = run.record(self.delivery)
        if row.ticket_id != self.ticket_id:
            raise NotFound()
        if row.state not in ENDED_BADLY:
            raise Conflict("delivery.on_its_way", _("This mail is on its way already."))
        if Message.objects.filter(id=row.message_id, automatic=True).exists():
            raise Conflict("delivery.automatic", _("Nobody wrote this mail, so it is not sent again. Answer yourself."))
        if Message.objects.filter(id=row.message_id, undone_at__isnull=False).exists():
            raise Conflict("delivery.left", _("This reply was taken back already."))

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        values = {"state": "queued", "detail": "", "not_before": 0, "since": run.now, "handled_at": None, "at": run.now}
        for name, value in values.items():
            changes.set(self.delivery, name, run.before(self.delivery, name), value)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.delivery
