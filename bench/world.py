"""A house with some years of work behind it, written by bulk inserts once and then kept.

For each ticket there are about five messages and ten events: 200,000 tickets make a million of the first, two of the second.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, models, transaction

from bench.environment import SCALE
from bench.texts import Writer
from tandem.conditions.text import normalise_text
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.people.accounts import create_colleague
from tandem.people.commands.create_person import CreatePerson
from tandem.people.models import Account, Department, InstallationFact, Organisation, Person
from tandem.search.projection import message_document, person_document, store_messages, store_people
from tandem.search.tokenizer import prepare, together
from tandem.tickets.bodies import comparable
from tandem.tickets.commands.create_department import CreateDepartment
from tandem.tickets.models import Message, ReadMark, Status, Ticket, TicketCounter, TicketTag
from tandem.tickets.numbers import FIRST, SEQUENCE

MADE: Final = "bench.made"
AGENT: Final = "agent0@tandem.example"
ADMIN: Final = "agent1@tandem.example"
DEPARTMENTS: Final = ("Support", "Billing", "Sales")
AGENTS: Final = 24
YEARS_MS: Final = 2 * 365 * 86_400_000
_BATCH: Final = 1_000
_EPOCH_MS: Final = 1_704_067_200_000


def make() -> None:
    """Make the world unless it is there. A database that holds something else is left alone."""
    made = InstallationFact.objects.filter(key=MADE).values_list("value", flat=True).first()
    if made == str(SCALE):
        return
    if made is not None or Person.objects.exists():
        raise SystemExit("This database holds something else: give the benchmark an empty one.")
    _House().build()
    InstallationFact.objects.create(key=MADE, value=str(SCALE))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@dataclass
class _Rows:
    """What one batch inserts, in this order."""

    tickets: list[Ticket] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tags: list[TicketTag] = field(default_factory=list)
    marks: list[ReadMark] = field(default_factory=list)

    def store(self) -> None:
        """Insert everything, with the documents of the search."""
        for rows in (self.tickets, self.messages, self.events, self.tags, self.marks):
            _insert(rows)
        subjects = {ticket.id: ticket.subject for ticket in self.tickets}
        store_messages(
            message_document(
                message.id,
                message.shown_in_id,
                together(prepare(subjects[message.shown_in_id]), prepare(message.text))
                if message.seq == 2
                else prepare(message.text),
            )
            for message in self.messages
        )


def _insert(rows: list[Any]) -> None:
    if rows:
        model: type[models.Model] = type(rows[0])
        model._base_manager.bulk_create(rows, batch_size=_BATCH)


class _House:
    """Departments, colleagues, customers, and a story for every ticket."""

    def __init__(self) -> None:
        self._dice = random.Random(20_261_122)
        self._writer = Writer(7)
        self._now = time.time_ns() // 1_000_000
        self._used = 0

    def build(self) -> None:
        """Write everything, in transactions of a thousand tickets."""
        started = time.monotonic()
        self._people()
        for first in range(0, SCALE, _BATCH):
            rows = _Rows()
            for number in range(first, min(first + _BATCH, SCALE)):
                self._ticket(rows, number)
            with transaction.atomic():
                rows.store()
            print(f"\r{min(first + _BATCH, SCALE)} of {SCALE} tickets made", end="", flush=True)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT setval('{SEQUENCE}', {FIRST + SCALE})")
        TicketCounter.objects.filter(id=1).update(last=FIRST + SCALE)
        print(f", in {time.monotonic() - started:.0f} s")

    def _id(self, moment: int) -> int:
        """An id of that moment, as `infra.ids` lays it out."""
        self._used += 1
        return ((moment - _EPOCH_MS) << 21) | (self._used & 0x1FFFFF)

    def _people(self) -> None:
        departments = [run(CreateDepartment(name), SYSTEM).result_id for name in DEPARTMENTS]
        self._departments = list(Department.objects.filter(id__in=departments).order_by("position"))
        self._statuses = {
            department.id: list(Status.objects.filter(department=department).order_by("position"))
            for department in self._departments
        }
        for number in range(AGENTS):
            command = CreatePerson(
                make_address(f"agent{number}@tandem.example", f"Agent {number}"),
                "admin" if number == 1 else "agent",
                department_ids=[departments[number % len(departments)]],
            )
            create_colleague(command, None, SYSTEM)
        self._agents = list(Person.objects.filter(role__isnull=False))
        Account.objects.update(is_active=True)
        begin = self._now - YEARS_MS
        organisations = [
            Organisation(id=self._id(begin), name=f"Company {n}", seq=1, version=1) for n in range(SCALE // 50 + 1)
        ]
        _insert(organisations)
        self._customers = [self._customer(begin, n, organisations) for n in range(SCALE // 4 + 1)]
        _insert(self._customers)
        store_people(person_document(person.id, person.name, person.email) for person in self._customers)

    def _customer(self, moment: int, number: int, organisations: list[Organisation]) -> Person:
        address = f"customer{number}@company{number % len(organisations)}.example"
        name = self._dice.choice(["Anna", "Борис", "李", "Čeněk", "Dora", "Евгения", "王"]) + f" {number}"
        return Person(
            id=self._id(moment),
            name=name,
            email=address,
            email_key=address,
            organisation=organisations[number % len(organisations)],
            seq=1,
            version=1,
            created_at=moment,
        )

    def _ticket(self, rows: _Rows, number: int) -> None:
        dice = self._dice
        opened = self._now - YEARS_MS + YEARS_MS * number // SCALE
        department = dice.choices(self._departments, [5, 3, 2])[0]
        status = self._status(department.id, age=1 - number / SCALE)
        owner = dice.choice(self._agents) if dice.random() < 0.8 else None
        language = self._writer.language()
        ticket = Ticket(
            id=self._id(opened),
            number=FIRST + number,
            requester=dice.choice(self._customers),
            subject=self._writer.subject(language)[:500],
            status=status,
            status_group=status.group,
            priority=dice.choices(range(5), [6, 1, 2, 1, 1])[0],
            owner=owner,
            department=department,
            channel=dice.choice(["email", "email", "email", "agent", "api"]),
            due_at=opened + 86_400_000 * 3 if dice.random() < 0.2 else None,
            created_at=opened,
            updated_at=opened,
        )
        ticket.subject_norm = normalise_text(ticket.subject)[:500]
        rows.tickets.append(ticket)
        seq = 0
        for seq, (kind, moment) in enumerate(self._story(opened, number), 1):
            self._tell(rows, ticket, seq, kind, moment, language)
        ticket.seq = ticket.version = seq
        for tag in dice.sample(
            ["refund", "vip", "bug", "delivery", "spam-like", "follow-up"], dice.choice([0, 0, 1, 2])
        ):
            rows.tags.append(TicketTag(ticket=ticket, tag=tag))
        for agent in dice.sample(self._agents, 2):
            rows.marks.append(ReadMark(ticket=ticket, person=agent, seq=dice.randint(1, seq)))

    def _status(self, department: int, age: float) -> Status:
        statuses = self._statuses[department]
        if age > 0.15 and self._dice.random() < 0.95:
            return statuses[self._dice.choice([4, 5])]
        return self._dice.choice(statuses)

    def _story(self, opened: int, number: int) -> Iterator[tuple[str, int]]:
        """What happened to a ticket: every twentieth has a long conversation."""
        moment = opened
        yield "ticket.opened", moment
        yield "message.received", moment
        for turn in range(19 if number % 20 == 0 else self._dice.choice([0, 1, 1, 2, 3, 5])):
            moment = min(self._now, moment + self._dice.randint(60_000, 86_400_000))
            yield ("message.replied" if turn % 2 == 0 else "message.received"), moment
            yield self._dice.choice(["ticket.priority_changed", "ticket.owner_changed", "message.noted"]), moment + 1
            yield self._dice.choice(["ticket.priority_changed", "ticket.owner_changed"]), moment + 2

    def _tell(self, rows: _Rows, ticket: Ticket, seq: int, kind: str, moment: int, language: str) -> None:
        agent = ticket.owner or self._agents[0]
        by_customer = kind == "message.received"
        person = ticket.requester if by_customer else agent
        event = Event(
            id=self._id(moment),
            stream_kind="ticket",
            stream_id=ticket.id,
            seq=seq,
            change_id=self._id(moment),
            at=moment,
            kind=kind,
            actor_kind="customer" if by_customer else "agent",
            actor_id=person.id,
        )
        rows.events.append(event)
        ticket.updated_at = moment
        if kind.startswith("message."):
            message = self._message(ticket, seq, kind, moment, person, language)
            event.part_kind, event.part_id = "message", message.id
            event.new = {
                "visibility": message.visibility,
                "automatic": False,
                "unverified": False,
                "acknowledged": None,
            }
            rows.messages.append(message)
        elif kind == "ticket.priority_changed":
            event.field, event.old, event.new = "priority", 0, ticket.priority
        elif kind == "ticket.owner_changed":
            event.field, event.new = "owner", str(agent.id)

    def _message(self, ticket: Ticket, seq: int, kind: str, moment: int, person: Person, language: str) -> Message:
        short = kind.removeprefix("message.")
        message_kind = {"received": "customer", "replied": "reply", "noted": "note"}[short]
        text = self._writer.body(language)
        ticket.message_count += 1
        if message_kind != "note":
            ticket.last_message_at, ticket.snippet = moment, " ".join(text.split())[:200]
            ticket.last_message_by = "customer" if message_kind == "customer" else "agent"
        return Message(
            id=self._id(moment),
            origin_ticket=ticket,
            shown_in=ticket,
            seq=seq,
            kind=message_kind,
            visibility="internal" if message_kind == "note" else "public",
            channel=ticket.channel,
            author=person,
            at=moment,
            text=text,
            text_norm=comparable(text),
            parts={"visible": text, "quoted": "", "signature": ""},
            mail_id=f"{self._used:x}@bench.example",
        )
