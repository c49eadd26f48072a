"""The colleagues' side of a matter: answers, notes, changes of fields, and who has read how far."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tandem.cli.demo_world.founding import House
from tandem.cli.demo_world.prose import as_html
from tandem.cli.demo_world.script import Answer, Change, Note, Spam, Thread
from tandem.infra import clock
from tandem.kernel.changes import Json, Ref
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.notifications.models import Notification
from tandem.people.actors import StaffActor, staff_actor
from tandem.people.models import Person
from tandem.tickets import fence
from tandem.tickets.bodies import authored_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.mark_spam import MarkSpam
from tandem.tickets.commands.reply import Reply
from tandem.tickets.models import Message, Ticket
from tandem.tickets.queries import tags_of, visible_to
from tandem.tickets.reading import mark_read
from tandem.tickets.vocabulary import PRIORITIES


class Workplace:
    """One matter, worked on."""

    def __init__(self, house: House, thread: Thread, now: datetime) -> None:
        self._house = house
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

    def note(self, step: Note, position: int) -> None:
        """An internal note."""
        body = authored_body(html=as_html(step.text))
        run(AddNote(self.ticket_id, body, f"demo-{self._thread.key}-{position}"), self._actor(step.by))
        self.look(step.by)

    def change(self, step: Change) -> None:
        """New values of fields, over the values that they have."""
        ticket = self._ticket()
        edits = {
            name: Edit(self._current(ticket, name), self._stored(name, value)) for name, value in step.fields.items()
        }
        run(EditTicket(self.ticket_id, edits), self._actor(step.by))
        self.look(step.by)

    def spam(self, step: Spam) -> None:
        """Into the spam folder."""
        run(MarkSpam(self.ticket_id), self._actor(step.by))
        self.look(step.by)

    def look(self, by: str) -> None:
        """Somebody has the ticket before their eyes, as far as it has come."""
        _look(self._actor(by), self._ticket())

    def _actor(self, key: str) -> StaffActor:
        return staff_actor(Person.objects.get(id=self._house.people[key]))

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


def look_through(house: House, keys: Collection[str]) -> None:
    """These colleagues look at every ticket that they may see."""
    for key in sorted(keys):
        actor = staff_actor(Person.objects.get(id=house.people[key]))
        for ticket in visible_to(actor):
            _look(actor, ticket)


def _look(actor: StaffActor, ticket: Ticket) -> None:
    mark_read(actor, ticket.id, ticket.seq)
    told = Notification.objects.filter(person_id=actor.me, ticket_id=ticket.id, read_at__isnull=True)
    told.update(read_at=clock.now_ms())
