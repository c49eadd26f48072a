"""Take out of one ticket what a customer wrote and was called. Only the erasure of a customer asks for this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tandem.kernel.changes import ChangeSet, Fact, Json, Ref, Removal, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.people.erasure import Erasure
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.models import Attachment, Conversation, Delivery, Message, MessageText

#: What of a message goes; who wrote it when stays, and so do the numbers of reports.
_EMPTY: Final[Mapping[str, Json]] = {
    "text": "",
    "text_norm": "",
    "html": None,
    "parts": {},
    "to": [],
    "cc": [],
    "mail_id": None,
    "misled_by": None,
}


@dataclass
class EraseFromTicket(Command[None]):
    """Of a ticket that they asked, every text goes: all of it answers them. Where they only took part, their own messages go and
    their names are taken out of the others."""

    verb = "edit"

    ticket_id: int
    erasure: Erasure

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        refs = [self.ticket]
        for kind, model, ticket in (
            ("message", Message, "shown_in_id"),
            ("attachment", Attachment, "ticket_id"),
            ("delivery", Delivery, "ticket_id"),
            ("message_text", MessageText, "ticket_id"),
            ("conversation", Conversation, "ticket_id"),
        ):
            ids = model._default_manager.filter(**{ticket: self.ticket_id}).values_list("id", flat=True)
            refs += [Ref(kind, each) for each in ids]
        return refs

    def read(self, run: Run) -> None:
        run.members(self.ticket, "cc")

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        ticket = run.record(self.ticket)
        asked = ticket.requester_id in self.erasure.people
        going = set()
        for ref, row in run.records.items():
            if ref.kind == "message" and (asked or row.author_id in self.erasure.people):
                going.add(ref.id)
        for ref, row in run.records.items():
            if ref.kind == "message":
                self._message(changes, ref, row, whole=ref.id in going)
            elif ref.kind == "attachment" and row.message_id in going:
                changes.append(Removal(ref))
            elif ref.kind == "message_text":
                for name, empty in (("text", ""), ("html", None)):
                    value = getattr(row, name)
                    changes.set(ref, name, value, empty if row.message_id in going else self.erasure.scrub(value))
            elif ref.kind == "conversation":
                changes.set(ref, "title", row.title, self.erasure.instead if asked else self.erasure.scrub(row.title))
            elif ref.kind == "delivery":
                self._delivery(changes, ref, row, whole=row.message_id in going)
        self._ticket(run, changes, ticket, asked)
        if len(changes):
            changes.append(Fact(self.ticket, "ticket.erased"))
        return changes

    def _message(self, changes: ChangeSet, ref: Ref, row: Any, *, whole: bool) -> None:
        for name, empty in _EMPTY.items():
            value = getattr(row, name)
            # Our own Message-IDs name nobody, and answers to them must still find the ticket.
            if name in {"mail_id", "misled_by"} and (not whole or row.kind != "customer"):
                continue
            changes.set(ref, name, value, empty if whole else self.erasure.scrub(value))

    def _delivery(self, changes: ChangeSet, ref: Ref, row: Any, *, whole: bool) -> None:
        scrubbed = self.erasure.scrub(row.recipient)
        if scrubbed != row.recipient:
            changes.set(ref, "recipient", row.recipient, f"erased-{ref.id}@erased.invalid")
        changes.set(ref, "detail", row.detail, "" if whole else self.erasure.scrub(row.detail))
        if whole and row.state in {"undo_window", "queued", "retry"}:
            changes.set(ref, "state", row.state, "undone")

    def _ticket(self, run: Run, changes: ChangeSet, ticket: Any, asked: bool) -> None:
        if asked:
            texts: dict[str, Json] = {"subject": self.erasure.instead, "snippet": "", "source_id": None}
        else:
            texts = {name: self.erasure.scrub(getattr(ticket, name)) for name in ("subject", "snippet")}
        for name, value in (texts | {"requester_address": ""} if asked else texts).items():
            changes.set(self.ticket, name, getattr(ticket, name), value)
        leaving = tuple(sorted(set(self.erasure.people) & run.members(self.ticket, "cc")))
        changes.append(SetChange(self.ticket, "cc", (), leaving))

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.ticket


class DeleteForErasure(DeleteTicket):
    """Delete a ticket for good wherever it lies, since its requester is erased with it."""

    def read(self, run: Run) -> None:
        return None
