"""Hand over what is of one customer in a ticket to another, when the two are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import Cause, ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.tickets.models import Message


@dataclass
class HandOver(Command[None]):
    """Everything in one ticket that is of one customer becomes another's: that they asked, get copies, and wrote."""

    verb = "edit"

    ticket_id: int
    from_id: int
    to_id: int
    cause: Cause
    #: The main address of the one who goes: whoever asked from there is answered there.
    address: str = ""

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        written = Message.objects.filter(shown_in_id=self.ticket_id, author_id=self.from_id)
        return (self.ticket, *(Ref("message", message) for message in written.values_list("id", flat=True)))

    def read(self, run: Run) -> None:
        run.members(self.ticket, "cc")

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        ticket = run.record(self.ticket)
        if ticket.requester_id == self.from_id:
            changes.set(self.ticket, "requester", self.from_id, self.to_id, self.cause)
            wrote_from = ticket.requester_address or self.address
            changes.set(self.ticket, "requester_address", ticket.requester_address, wrote_from)
        copies = run.members(self.ticket, "cc")
        asks = run.after(changes, self.ticket, "requester")
        if self.from_id in copies:
            added = () if self.to_id in copies or self.to_id == asks else (self.to_id,)
            changes.append(SetChange(self.ticket, "cc", added, (self.from_id,), self.cause))
        for ref in run.records:
            if ref.kind == "message":
                changes.set(ref, "author", self.from_id, self.to_id)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.ticket
