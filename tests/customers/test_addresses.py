"""Several addresses of one customer: added, removed, made the main one; and whoever writes from any of them is that customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.answers import people as shapes
from tandem.channels.email.reply_addresses import reply_address
from tandem.people.models import Person, PersonAddress
from tandem.search.finding import find_among
from tandem.tickets.models import Delivery, Message, Ticket
from tests.api.shapes import fits
from tests.channels.email.finding import message_of, ticket_of
from tests.customers.post import mail_in

if TYPE_CHECKING:
    from tandem.channels.email.models import Mailbox
    from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "Kim@Home.example"


def _add(world: World, email: str = HOME, person: Any = None) -> dict[str, Any]:
    path = f"/customers/{(person or world.kim).id}/addresses"
    found: dict[str, Any] = fits(world.browser(world.ben).post(path, {"email": email}), shapes.CustomerDetail)
    return found


def test_an_address_is_added_once_and_belongs_to_one_person(world: World) -> None:
    shown = _add(world)
    assert [address["email"] for address in shown["addresses"]] == ["Kim@home.example"]
    assert len(_add(world, "kim@HOME.example")["addresses"]) == 1, "the same to whoever looks it up"
    ben = world.browser(world.ben)
    taken = ben.post(f"/customers/{world.lee.id}/addresses", {"email": "kim@home.example"})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (422, "/email")
    assert ben.post(f"/customers/{world.lee.id}/addresses", {"email": "kim@customer.example"}).status_code == 422
    assert ben.post(f"/customers/{world.kim.id}/addresses", {"email": "kim"}).status_code == 422
    colleague = {"name": "K", "email": "kim@home.example", "role": "agent"}
    assert world.browser(world.ana).post("/people", colleague).status_code == 422


def test_the_main_address_changes_places_and_a_further_one_goes(world: World) -> None:
    (further,) = _add(world)["addresses"]
    ben = world.browser(world.ben)
    main = fits(ben.post(f"/customers/{world.kim.id}/addresses/{further['id']}/main"), shapes.CustomerDetail)
    assert (main["email"], main["addresses"][0]["email"]) == ("Kim@home.example", "kim@customer.example")
    assert Person.objects.get(id=world.kim.id).email_key == "kim@home.example"
    gone = ben.delete(f"/customers/{world.kim.id}/addresses/{further['id']}")
    assert fits(gone, shapes.CustomerDetail)["addresses"] == []
    assert ben.delete(f"/customers/{world.lee.id}/addresses/{further['id']}").status_code == 404
    assert not PersonAddress.objects.exists()


def test_customers_are_found_by_any_address(world: World) -> None:
    _add(world, "zoe@elsewhere.example")
    ticket = world.open_ticket()
    found = world.browser(world.ben).get("/customers", q="ZOE@").json()["results"]
    assert [customer["name"] for customer in found] == ["Kim"]
    assert find_among(Ticket.objects.all(), "zoe@elsewhere.example") == [ticket.id]


def test_mail_from_a_further_address_is_theirs_and_is_answered_there(world: World, mailbox: Mailbox) -> None:
    _add(world)
    ticket = ticket_of(mail_in(mailbox, "Kim <kim@customer.example>"))
    token = reply_address(mailbox.address, ticket.id)
    answer = mail_in(mailbox, "Kim <kim@home.example>", to=token, subject="Re: The printer hums")
    message = message_of(answer)
    assert (message.author_id, message.unverified, answer.ticket_id) == (world.kim.id, False, ticket.id)
    shown = world.browser(world.ben).get(f"/tickets/{ticket.number}").json()
    assert shown["requester"]["email"] == "kim@home.example"
    reply = world.reply(ticket, world.ben)
    assert list(Delivery.objects.filter(message=reply).values_list("recipient", flat=True)) == ["kim@home.example"]


def test_a_new_matter_from_a_further_address_makes_nobody_new(world: World, mailbox: Mailbox) -> None:
    _add(world)
    before = Person.objects.count()
    ticket = ticket_of(mail_in(mailbox, "Kim at home <kim@home.example>"))
    assert (ticket.requester_id, ticket.requester_address) == (world.kim.id, "kim@home.example")
    assert Person.objects.count() == before
    mail_in(mailbox, "Kim <kim@customer.example>", to=reply_address(mailbox.address, ticket.id))
    assert Ticket.objects.get(id=ticket.id).requester_address == "", "back at the main address"


def test_an_address_that_is_theirs_no_longer_is_not_answered(world: World, mailbox: Mailbox) -> None:
    (further,) = _add(world)["addresses"]
    ticket = ticket_of(mail_in(mailbox, "Kim <kim@home.example>"))
    world.browser(world.ben).delete(f"/customers/{world.kim.id}/addresses/{further['id']}")
    reply = world.reply(ticket, world.ben)
    assert [row.recipient for row in Delivery.objects.filter(message=reply)] == ["kim@customer.example"]


def test_a_blocked_customer_is_blocked_at_every_address(world: World, mailbox: Mailbox) -> None:
    _add(world)
    world.browser(world.sam).post(f"/customers/{world.kim.id}/block")
    assert ticket_of(mail_in(mailbox, "Kim <kim@home.example>")).spam_at is not None
    assert Message.objects.count() == 1
