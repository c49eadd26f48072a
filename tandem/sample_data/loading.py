"""Loading the sample data: all or nothing, through the commands, at the times at which it is said to have happened.

No mail comes in or leaves and no colleague is mailed. What agents say and do in it stands under the name of the admin who loads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tandem.channels.email.models import Mailbox
from tandem.infra import clock
from tandem.infra.addresses import Address, make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import Json
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run, without_effects
from tandem.notifications.models import Notification
from tandem.people import sample
from tandem.people.actors import StaffActor, delivering_actor, staff_actor
from tandem.people.commands.tell_of_act import TellOfSampleLoaded
from tandem.people.installation import is_demo
from tandem.people.models import Department, Person
from tandem.sample_data.enclosures import enclosed
from tandem.sample_data.prose import as_html
from tandem.sample_data.reading import Matter, Step, read_matters
from tandem.tickets.bodies import Body, authored_body, note_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.open_ticket import OpenTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.commands.reply import Reply
from tandem.tickets.models import Delivery, ReadMark, Status, Ticket
from tandem.tickets.queries import tags_of
from tandem.tickets.vocabulary import PRIORITIES

#: What is younger than this (milliseconds) has been read by nobody.
_FRESH: Final = 6 * 3_600_000


def load(person_id: int, language: str, now: datetime) -> bool:
    """Load it for an admin, in a language of the interface (Django's name), seen from `now` (aware). False, with nothing done, when
    it is there already. Raises Conflict in the demonstration, which has customers of its own."""
    if is_demo():
        raise Conflict("sample.demo", _("The demonstration has customers of its own: it needs no sample data."))
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    matters = read_matters(spoken)
    actor = staff_actor(Person.objects.get(id=person_id))
    with transaction.atomic():
        if not sample.take_turn():
            return False
        with without_effects():
            tickets = _play(matters, actor, now)
        people = tuple(sorted(set(Ticket.objects.filter(id__in=tickets).values_list("requester_id", flat=True))))
        _looked_at(tickets, actor.me, clock.from_datetime(now))
        sample.record(sample.Loaded(people, tuple(tickets), clock.now_ms(), actor.me))
        run(TellOfSampleLoaded(actor.me, {"tickets": len(tickets), "customers": len(people)}), actor)
    return True


def _play(matters: Sequence[Matter], actor: StaffActor, now: datetime) -> list[int]:
    """All matters together, in the order of time: numbers grow as they would have. Returns the ids of the tickets."""
    house = _House(actor)
    acts = [(step.at(now), matter, position) for matter in matters for position, step in enumerate(matter.steps)]
    for moment, matter, position in sorted(acts, key=lambda act: (act[0], act[1].key, act[2])):
        with _at(moment):
            house.carry_out(matter, position, now)
    return list(house.tickets.values())


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    milliseconds = clock.from_datetime(moment)
    with clock.travelling(lambda: milliseconds):
        yield


@dataclass
class OpenBySample(OpenTicket):
    """What a customer does who writes into a ticket, as mail that comes in does: to the policy, their message is received."""

    verb = "receive"

    def _department(self, run: Run) -> int:
        # No customer is asked which departments they see.
        return super()._department(run) if self.department_id is None else self.department_id


class _House:
    """The house into which it is loaded: its first department, with the mailbox there if it has one."""

    def __init__(self, actor: StaffActor) -> None:
        self.tickets: dict[str, int] = {}
        self._actor = actor
        self._department = Department.objects.order_by("position", "id").values_list("id", flat=True).first()
        boxes = Mailbox.objects.filter(active=True, department_id=self._department or 0).order_by("id")
        self._mailbox = boxes.values_list("id", "address").first()

    def carry_out(self, matter: Matter, position: int, now: datetime) -> None:
        step = matter.steps[position]
        match step.verb:
            case "mail":
                self._mail(matter, position)
            case "answer":
                self._answer(matter, position)
            case "note":
                body = note_body(html=as_html(step.text))
                run(AddNote(self.tickets[matter.key], body, f"sample-{position}"), self._actor)
            case _:
                self._change(self.tickets[matter.key], step, now)

    def _mail(self, matter: Matter, position: int) -> None:
        step = matter.steps[position]
        author = make_address(matter.customer.address, matter.customer.name)
        body = Body(step.text, parts={"visible": step.text, "quoted": "", "signature": ""})
        to = [] if self._mailbox is None else [Address("", self._mailbox[1])]
        files = [enclosed(name) for name in step.files]
        if matter.key in self.tickets:
            again = ReceiveMessage(self.tickets[matter.key], body, author, "email", to=to, files=files)
            run(again, delivering_actor(None))
            return
        first = OpenBySample(
            subject=matter.subject,
            body=body,
            requester=author,
            channel="email",
            department_id=self._department,
            to=to,
            files=files,
            mailbox_id=None if self._mailbox is None else self._mailbox[0],
        )
        self.tickets[matter.key] = run(first, delivering_actor(None)).result_id

    def _answer(self, matter: Matter, position: int) -> None:
        ticket_id = self.tickets[matter.key]
        seen = Ticket.objects.values_list("seq", flat=True).get(id=ticket_id)
        body = authored_body(html=as_html(matter.steps[position].text))
        message = run(Reply(ticket_id, body, seen, f"sample-{position}"), self._actor).result_id
        # Nothing waits to carry these out: what that would have come to is recorded here.
        for delivery in Delivery.objects.filter(message_id=message).values_list("id", flat=True):
            run(RecordDelivery(ticket_id, delivery, "withheld"), SYSTEM)

    def _change(self, ticket_id: int, step: Step, now: datetime) -> None:
        ticket = Ticket.objects.select_related("status").get(id=ticket_id)
        edits = {}
        for name, value in step.fields.items():
            if name == "status":
                edits[name] = Edit(ticket.status.slug, self._status(value, ticket))
            else:
                edits[name] = Edit(_current(ticket, name), self._stored(name, value, now))
        run(EditTicket(ticket_id, edits), self._actor)

    def _status(self, group: str, ticket: Ticket) -> str:
        """The last of the statuses of a group that take replies, as "waits for somebody else" comes after "waits for the customer";
        of what is closed the first. A house may have none of a group."""
        rows = Status.objects.filter(department_id=ticket.department_id, group=group, final=False)
        slugs = list(rows.order_by("position", "id").values_list("slug", flat=True))
        if not slugs:
            return ticket.status.slug
        return slugs[0] if group == "closed" else slugs[-1]

    def _stored(self, name: str, value: Any, now: datetime) -> Json:
        match name:
            case "owner":
                return self._actor.me
            case "priority":
                return PRIORITIES.index(value)
            case "due_at":
                return clock.from_datetime(value(now))
        return value


def _current(ticket: Ticket, name: str) -> Json:
    if name == "tags":
        return tags_of([ticket.id])[ticket.id]
    return getattr(ticket, "owner_id" if name == "owner" else name)


def _looked_at(tickets: Sequence[int], person_id: int, now: int) -> None:
    """Whoever loads it has read what is old; nobody else is told of any of it."""
    rows = list(Ticket.objects.filter(id__in=tickets).values_list("id", "seq", "last_message_at"))
    read = {ticket: seq for ticket, seq, last in rows if (last or 0) < now - _FRESH}
    marks = [ReadMark(person_id=person_id, ticket_id=ticket, seq=seq, at=0) for ticket, seq in read.items()]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
    told = Notification.objects.filter(ticket_id__in=tickets)
    told.exclude(person_id=person_id, ticket_id__in=set(tickets) - set(read)).delete()
