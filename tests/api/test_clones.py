"""A ticket is cloned: alike, with its first message or without, and each tells of the other."""

from __future__ import annotations

import io

from tandem.api.answers import tickets as shapes
from tandem.kernel.models import Effect
from tandem.tickets.models import Attachment, Message, Ticket
from tandem.tickets.uploads import store_upload
from tests.api.shapes import fits
from tests.world import World


def test_a_clone_is_alike_and_both_tell_of_it(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben, tags=["a", "b"], priority=3)
    world.edit(ticket, world.ben, status=("open", "solved"))
    ben, quiet = world.browser(world.ben), Effect.objects.filter(kind="mail.send").count()
    clone = fits(ben.post(f"/tickets/{ticket.number}/clone", {"subject": "The second hum"}), shapes.TicketPage, 201)
    assert (clone["subject"], clone["requester"]["id"], clone["tags"], clone["priority"], clone["owner"]) == (
        "The second hum",
        str(world.kim.id),
        ["a", "b"],
        "high",
        None,
    )
    assert clone["status"] == "open"
    first = Message.objects.get(shown_in_id=int(clone["id"]))
    assert (first.text, first.author_id, first.mail_id) == ("It hums in B flat.", world.kim.id, None)
    there = ben.get(f"/tickets/{ticket.number}/events").json()["results"][-1]
    here = ben.get(f"/tickets/{clone['number']}/events", kind="ticket").json()["results"][-1]
    assert (there["kind"], there["ticket_number"], there["sentence"]) == (
        "ticket.cloned",
        clone["number"],
        f"cloned this ticket as #{clone['number']}",
    )
    assert (here["kind"], here["ticket_number"]) == ("ticket.cloned_from", ticket.number)
    assert Effect.objects.filter(kind="mail.send").count() == quiet
    assert [row["number"] for row in ben.get("/tickets", q="second").json()["results"]] == [clone["number"]]


def test_without_the_message_it_begins_with_a_note(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    clone = fits(ben.post(f"/tickets/{ticket.number}/clone", {"with_message": False}), shapes.TicketPage, 201)
    first = Message.objects.get(shown_in_id=int(clone["id"]))
    assert (first.kind, first.text) == ("note", f"Cloned from #{ticket.number}.")
    assert [row["number"] for row in ben.get("/tickets", q="printer").json()["results"]] == [
        clone["number"],
        ticket.number,
    ]


def test_files_are_shared(world: World) -> None:
    ticket = world.open_ticket()
    upload = store_upload(world.ben.id, "x.txt", io.BytesIO(b"x"), 1)
    first = Message.objects.get(shown_in_id=ticket.id)
    Attachment.objects.create(
        message=first, ticket=ticket, name="x.txt", type="text/plain", size=1, digest=upload.digest
    )
    clone = world.browser(world.ben).post(f"/tickets/{ticket.number}/clone").json()
    copy = Attachment.objects.get(ticket_id=int(clone["id"]))
    assert (copy.digest, copy.name) == (upload.digest, "x.txt")
    assert world.browser(world.cai).get(f"/attachments/{copy.id}").status_code == 404


def test_whoever_does_not_see_the_other_does_not_learn_its_number(world: World) -> None:
    ticket, ana = world.open_ticket(), world.browser(world.ana)
    clone = ana.post(f"/tickets/{ticket.number}/clone").json()
    department = {"base": str(world.support.id), "mine": str(world.billing.id)}
    ana.patch(f"/tickets/{clone['number']}", {"changes": {"department": department}})
    seen = world.browser(world.ben).get(f"/tickets/{ticket.number}/events").json()["results"][-1]
    assert (seen["ticket_number"], seen["sentence"]) == (None, "cloned this ticket")


def test_a_key_makes_one_clone(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    numbers = {ben.post(f"/tickets/{ticket.number}/clone", Idempotency_Key="k").json()["number"] for _again in range(2)}
    assert len(numbers) == 1
    assert Ticket.objects.count() == 2
    assert world.browser(world.lin).post(f"/tickets/{ticket.number}/clone").status_code == 403
