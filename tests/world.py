"""The small cast of all suites, made through the real commands.

    department  Support: Ben (agent), Lin (light agent), Sam (supervisor)     Billing: Cai (agent)
    whole house Ana (admin), Mia (manager)
    customers   Kim and Lee of Customer Ltd (customer.example), Oto of nowhere

Everybody's password is `PASSWORD`; everybody's address is `name@tandem.example`, customers' `name@customer.example`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.db import connection
from django.test import Client, TestCase

from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM, Actor
from tandem.kernel.commands import Command
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import Outcome, run
from tandem.people.accounts import create_colleague
from tandem.people.actors import StaffActor, delivering_actor, staff_actor
from tandem.people.commands.create_organisation import CreateOrganisation
from tandem.people.commands.create_person import CreatePerson
from tandem.people.models import Account, Department, Organisation, Person
from tandem.people.tokens import issue_token
from tandem.tickets.bodies import Body, authored_body, note_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.create_department import CreateDepartment
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.open_ticket import OpenTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.reply import Reply
from tandem.tickets.models import Message, Ticket, TicketCounter

PASSWORD: Final = "a long enough phrase"
HOST: Final = "localhost"
#: What the test client gives back: a response with `json()` and more, which only Django's stubs know by a private name.
Answer: TypeAlias = Any

#: Everybody who works here, as (name, role, departments), widest rights first.
STAFF: Final = (
    ("Ana", "admin", ()),
    ("Mia", "manager", ()),
    ("Sam", "supervisor", ("Support",)),
    ("Ben", "agent", ("Support",)),
    ("Cai", "agent", ("Billing",)),
    ("Lin", "light_agent", ("Support",)),
)


def committing() -> AbstractContextManager[Any]:
    """Carry out at its end what waits for a commit: a test that is rolled back never commits."""
    return TestCase.captureOnCommitCallbacks(execute=True)


class Api:
    """Somebody at the door of the API: `get`, `post`, `patch`, `put`, `delete` of paths below /api/v1."""

    def __init__(self, token: str | None = None, *, check_csrf: bool = False) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = Client(enforce_csrf_checks=check_csrf, HTTP_HOST=HOST, headers=headers)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; header names with underscores, `Idempotency_Key`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        url = path if path.startswith(("/api/", "/_allauth/", "/agent", "/mail-frame/")) else f"/api/v1{path}"
        if method == "GET":
            return self.client.get(url, body, headers=named)
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        with committing():
            answer: Answer = getattr(self.client, method.lower())(url, headers=named, **content)
        return answer

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", path, query)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Answer:
        return self.call("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Answer:
        return self.call("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.call("DELETE", path, **headers)


@dataclass
class World:
    """The cast, and the verbs that tests begin with."""

    support: Department
    billing: Department
    customer_ltd: Organisation
    ana: Person
    mia: Person
    sam: Person
    ben: Person
    cai: Person
    lin: Person
    kim: Person
    lee: Person
    oto: Person

    @property
    def staff(self) -> list[Person]:
        """Everybody who works here, widest rights first."""
        return [self.ana, self.mia, self.sam, self.ben, self.cai, self.lin]

    @property
    def customers(self) -> list[Person]:
        """Everybody who writes in."""
        return [self.kim, self.lee, self.oto]

    def actor(self, person: Person, scopes: frozenset[str] | None = None) -> StaffActor:
        """A colleague, as commands and queries know them."""
        return staff_actor(Person.objects.get(id=person.id), scopes)

    def browser(self, person: Person, *, check_csrf: bool = False) -> Api:
        """A colleague who is signed in with a session."""
        api = Api(check_csrf=check_csrf)
        api.client.force_login(Account.objects.get(person_id=person.id))
        return api

    def stranger(self, *, check_csrf: bool = False) -> Api:
        """Somebody who is not signed in."""
        return Api(check_csrf=check_csrf)

    def program(self, person: Person, *scopes: str) -> Api:
        """A program with a token of a colleague; without scopes it may what the person may."""
        return Api(issue_token(SYSTEM, person.id, scopes=scopes)[1])

    def open_ticket(
        self,
        subject: str = "The printer hums",
        text: str = "It hums in B flat.",
        *,
        requester: Person | None = None,
        department: Department | None = None,
        owner: Person | None = None,
        **fields: Any,
    ) -> Ticket:
        """A ticket that a customer (Kim) opened by mail in a department (Support)."""
        author = requester or self.kim
        command = OpenTicket(
            subject=subject,
            body=plain(text),
            requester=make_address(author.email, author.name),
            channel="email",
            department_id=(department or self.support).id,
            owner_id=owner.id if owner else None,
            **fields,
        )
        return Ticket.objects.get(id=run(command, SYSTEM).result_id)

    def write(self, ticket: Ticket, text: str = "It hums again.", author: Person | None = None) -> Message:
        """A customer (Kim) writes on a ticket."""
        person = author or self.kim
        command = ReceiveMessage(ticket.id, plain(text), make_address(person.email, person.name), "email")
        return Message.objects.get(id=run(command, delivering_actor(person.id)).result_id)

    def reply(self, ticket: Ticket, person: Person, text: str = "Hold B flat.", **fields: Any) -> Message:
        """A colleague answers in public, having read everything."""
        values: dict[str, Any] = {
            "seen": Ticket.objects.get(id=ticket.id).seq,
            "client_id": f"c{ticket.id}-{text}",
        } | fields
        command = Reply(ticket_id=ticket.id, body=authored_body(text=text), **values)
        return Message.objects.get(id=run(command, self.actor(person)).result_id)

    def note(
        self, ticket: Ticket, person: Person, text: str = "Ask facilities.", mentions: Sequence[Person] = ()
    ) -> Message:
        """A colleague writes an internal note."""
        named = [one.id for one in mentions]
        command = AddNote(ticket.id, note_body(text=text, mentions=named), f"n{ticket.id}-{text}", listed=named)
        return Message.objects.get(id=run(command, self.actor(person)).result_id)

    def edit(self, ticket: Ticket, person: Person, **fields: tuple[Any, Any]) -> Outcome:
        """A colleague edits fields: name=(base, mine), in stored form."""
        edits = {name: Edit(base, mine) for name, (base, mine) in fields.items()}
        return self.do(EditTicket(ticket.id, edits), person)

    def do(self, command: Command[Any], person: Person | Actor) -> Outcome:
        """Carry out a command as a colleague, or as any actor."""
        with committing():
            return run(command, person if isinstance(person, Actor) else self.actor(person))


def plain(text: str) -> Body:
    """The body of a mail without history."""
    return Body(text=text, parts={"visible": text, "quoted": "", "signature": ""})


def make_world() -> World:
    """Make everybody and everything; about forty rows."""
    if connection.vendor == "sqlite":
        # A test that commits empties every table afterwards, also of the row that a migration made.
        TicketCounter.objects.get_or_create(id=1, defaults={"last": 1000})
    departments = {name: run(CreateDepartment(name), SYSTEM).result_id for name in ("Support", "Billing")}
    organisation = run(CreateOrganisation("Customer Ltd", ["customer.example"]), SYSTEM).result_id
    staff = {name.lower(): _colleague(name, role, [departments[at] for at in places]) for name, role, places in STAFF}
    customers = {
        "kim": _customer("Kim", "kim@customer.example"),
        "lee": _customer("Lee", "lee@customer.example"),
        "oto": _customer("Oto", "oto@elsewhere.example"),
    }
    return World(
        support=Department.objects.get(id=departments["Support"]),
        billing=Department.objects.get(id=departments["Billing"]),
        customer_ltd=Organisation.objects.get(id=organisation),
        **_people(staff | customers),
    )


def _people(ids: Mapping[str, int]) -> dict[str, Any]:
    rows = Person.objects.in_bulk(list(ids.values()))
    return {name: rows[identifier] for name, identifier in ids.items()}


def _colleague(name: str, role: str, departments: Sequence[int]) -> int:
    address = make_address(f"{name.lower()}@tandem.example", name)
    command = CreatePerson(address, role, department_ids=departments)
    return create_colleague(command, PASSWORD, SYSTEM).result_id


def _customer(name: str, email: str) -> int:
    return run(CreatePerson(make_address(email, name)), SYSTEM).result_id
