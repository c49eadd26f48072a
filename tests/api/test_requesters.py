"""Who raised a ticket is corrected; a mailbox of ours is nobody's address, at any door."""

from __future__ import annotations

import pytest

from tandem.api.answers import tickets as shapes
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.models import Person
from tandem.tickets.models import Delivery, Ticket
from tests.api.shapes import fits
from tests.world import World

OURS = {"email": "Support+x@tandem.example"}


@pytest.fixture
def mailbox(world: World) -> int:
    return run(CreateMailbox(make_address("support@tandem.example"), world.support.id), SYSTEM).result_id


def test_a_new_address_becomes_the_requester_and_gets_what_follows(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    kim = {"email": world.kim.email, "name": "Kim"}
    changes = {
        "requester": {"base": str(world.kim.id), "mine": {"email": "new@customer.example", "name": "Nell"}},
        "cc": {"base": [], "mine": [kim]},
    }
    page = fits(ben.patch(f"/tickets/{ticket.number}", {"changes": changes}), shapes.TicketPage)
    assert (page["requester"]["email"], page["requester"]["name"]) == ("new@customer.example", "Nell")
    assert [copy["email"] for copy in page["cc"]] == [world.kim.email]
    assert Person.objects.get(email="new@customer.example").organisation_id == world.customer_ltd.id
    world.reply(ticket, world.ben)
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {"new@customer.example", world.kim.email}
    told = ben.get(f"/tickets/{ticket.number}/events", kind="people").json()["results"]
    assert "changed the requester from Kim to Nell" in {event["sentence"] for event in told}


def test_a_copied_person_who_becomes_the_requester_is_no_copy_any_more(world: World) -> None:
    ticket = world.open_ticket(cc=[make_address(world.lee.email)])
    changes = {"requester": {"base": str(world.kim.id), "mine": str(world.lee.id)}}
    page = world.browser(world.ben).patch(f"/tickets/{ticket.number}", {"changes": changes}).json()
    assert (page["requester"]["id"], page["cc"]) == (str(world.lee.id), [])


def test_two_who_correct_it_at_once(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    path = f"/tickets/{ticket.number}"
    ben.patch(path, {"changes": {"requester": {"base": str(world.kim.id), "mine": str(world.lee.id)}}})
    mine = {"email": "other@customer.example"}
    late = ben.patch(path, {"changes": {"requester": {"base": str(world.kim.id), "mine": mine}}})
    assert (late.status_code, late.json()["code"]) == (409, "ticket.edit_conflict")
    assert not Person.objects.filter(email="other@customer.example").exists()
    for wrong in ({"email": "no address"}, {}, 7, None, "x"):
        answer = ben.patch(path, {"changes": {"requester": {"base": str(world.lee.id), "mine": wrong}}})
        assert answer.status_code in {400, 422}


def test_our_own_mailbox_is_refused_at_every_door(world: World, mailbox: int) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    path = f"/tickets/{ticket.number}"
    reply = {"visibility": "public", "body": "x", "seen": ticket.seq}
    kim = {"email": world.kim.email}
    doors = [
        (ben.post("/tickets", {"subject": "x", "body": "x", "requester": OURS}), "/requester/email"),
        (ben.post("/tickets", {"subject": "x", "body": "x", "requester": kim, "cc": [kim, OURS]}), "/cc/1"),
        (
            ben.patch(path, {"changes": {"requester": {"base": str(world.kim.id), "mine": OURS}}}),
            "/changes/requester/mine",
        ),
        (ben.patch(path, {"changes": {"cc": {"base": [], "mine": [OURS]}}}), "/changes/cc/mine/0"),
        (ben.post(f"{path}/messages", reply | {"to": [kim, OURS]}), "/to/1"),
        (ben.post(f"{path}/messages", reply | {"to": [kim], "cc": [OURS]}), "/cc/0"),
    ]
    for answer, pointer in doors:
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
        assert "mailbox of ours" in answer.json()["errors"][0]["detail"]
    assert Ticket.objects.count() == 1


def test_a_reply_goes_to_fifty_people_at_most(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    many = [{"email": f"p{at}@customer.example"} for at in range(30)]
    others = [{"email": f"q{at}@customer.example"} for at in range(21)]
    body = {"visibility": "public", "body": "x", "seen": ticket.seq, "to": many, "cc": others}
    refused = ben.post(f"/tickets/{ticket.number}/messages", body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "too_many")
    assert ben.post(f"/tickets/{ticket.number}/messages", body | {"cc": others[:20]}).status_code == 201
