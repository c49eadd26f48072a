"""The colleagues' side of a matter: answers, notes, changes of fields, and who has read how far."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from tandem.cli.demo_world.company import FIRST_NAMES, MAILBOXES
from tandem.cli.demo_world.founding import House
from tandem.cli.demo_world.looking import Glances
from tandem.cli.demo_world.script import Answer, Call, Change, Clone, Edit, Note, Snooze, Thread
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel.changes import Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.merging import Edit as FieldEdit
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.sample_data.prose import as_html
from tandem.tickets import fence
from tandem.tickets.bodies import authored_body, note_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.clone_ticket import CloneTicket
from tandem.tickets.commands.edit_note import EditNote
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.open_ticket import OpenTicket
from tandem.tickets.commands.reply import Reply
from tandem.tickets.commands.snooze_ticket import SnoozeTicket
from tandem.tickets.models import Message, Ticket
from tandem.tickets.queries import tags_of
from tandem.tickets.vocabulary import PRIORITIES

_CALLED = re.compile(r"@(\w+)")


class Workplace:
    """One matter, worked on."""

    def __init__(self, house: House, thread: Thread, now: datetime, glances: Glances) -> None:
        self._house = house
        self._glances = glances
        self._thread = thread
        self._now = now
        self.ticket_id = 0

    def answer(self, step: Answer, position: int) -> int:
        """A public reply by somebody who has read everything, except what came while they wrote. Returns the message's id."""
        client_id = f"demo-{self._thread.key}-{position}"
        seen = self._ticket().seq
        acknowledged: list[int] = []
        if step.missed:
            mails = Message.objects.filter(shown_in_id=self.ticket_id, kind="customer").order_by("-seq")
            seen = mails.values_list("seq", flat=True)[step.missed - 1] - 1
            acknowledged = [one.event_id for one in fence.missed(Ref("ticket", self.ticket_id), seen, client_id)]
        body = authored_body(html=as_html(step.text))
        command = Reply(self.ticket_id, body, seen, client_id, acknowledged, status=step.status)
        message_id = run(command, self._actor(step.by)).result_id
        self.look(step.by)
        return message_id

    def call(self, step: Call) -> None:
        """What somebody wanted who called."""
        department = next(box.department for box in MAILBOXES if box.address == self._thread.mailbox)
        command = OpenTicket(
            subject=step.subject,
            body=authored_body(text=step.text),
            requester=make_address(step.caller.address, step.caller.name),
            channel="phone",
            department_id=self._house.departments[department],
        )
        self.ticket_id = run(command, self._actor(step.by)).result_id
        self.look(step.by)

    def note(self, step: Note, position: int) -> None:
        """An internal note."""
        body = note_body(html=self._with_mentions(step.text))
        run(AddNote(self.ticket_id, body, f"demo-{self._thread.key}-{position}"), self._actor(step.by))
        self.look(step.by)

    def edit(self, step: Edit) -> None:
        """Their last note, written anew."""
        actor = self._actor(step.by)
        last = Message.objects.filter(shown_in_id=self.ticket_id, kind="note", author_id=actor.me).latest("seq")
        run(EditNote(self.ticket_id, last.id, note_body(html=self._with_mentions(step.text)), last.revision), actor)
        self.look(step.by)

    def change(self, step: Change) -> None:
        """New values of fields, over the values that they have."""
        ticket = self._ticket()
        edits = {
            name: FieldEdit(self._current(ticket, name), self._stored(name, value))
            for name, value in step.fields.items()
        }
        run(EditTicket(self.ticket_id, edits), self._actor(step.by))
        self.look(step.by)

    def snooze(self, step: Snooze) -> None:
        """Out of sight for a while."""
        until = None if step.until is None else clock.from_datetime(step.until(self._now))
        self.do(SnoozeTicket(self.ticket_id, until), step.by)

    def clone(self, step: Clone) -> None:
        """A second ticket like this one."""
        self.do(CloneTicket(self.ticket_id, step.subject), step.by)

    def do(self, command: Command[Any], by: str) -> None:
        """A verb that needs no preparation, by somebody who then sees what came of it."""
        run(command, self._actor(by))
        self.look(by)

    def look(self, by: str) -> None:
        """Somebody has the ticket before their eyes, as far as it has come."""
        self._glances.look(by, self.ticket_id)

    def _with_mentions(self, text: str) -> str:
        """The words of a note as HTML, with a chip for each colleague whom it calls by `@` and the first name."""

        def chip(found: re.Match[str]) -> str:
            key = FIRST_NAMES.get(found.group(1))
            return (
                found.group()
                if key is None
                else f'<span data-mention="{self._house.people[key]}">{found.group()}</span>'
            )

        return _CALLED.sub(chip, as_html(text))

    def _actor(self, key: str) -> StaffActor:
        return self._house.actor(key)

    def _ticket(self) -> Ticket:
        return Ticket.objects.select_related("status").get(id=self.ticket_id)

    def _current(self, ticket: Ticket, field: str) -> Json:
        if field == "status":
            return ticket.status.slug
        if field == "tags":
            return tags_of([ticket.id])[ticket.id]
        return getattr(ticket, f"{field}_id" if field in {"owner", "team", "department"} else field)

    def _stored(self, field: str, value: Any) -> Json:
        match field:
            case "owner":
                return self._house.people[value]
            case "team":
                return self._house.teams[value]
            case "department":
                return self._house.departments[value]
            case "priority":
                return PRIORITIES.index(value)
            case "due_at":
                return clock.from_datetime(value(self._now))
        return value
