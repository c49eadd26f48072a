"""A customer's message in the wrong ticket: moved to where it belongs, with everything that follows of it."""

from __future__ import annotations

import pytest

from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.tickets.bodies import Body
from tandem.tickets.commands.move_message import MoveMessage
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.models import Message, Status, Ticket
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong(world: World) -> Ticket:
    """Where the customer's second message landed."""
    return world.open_ticket("The old matter")


@pytest.fixture
def right(world: World) -> Ticket:
    return world.open_ticket("The new matter")


def say(ticket: Ticket, text: str = "About the other thing") -> Message:
    command = ReceiveMessage(
        ticket.id, Body(text), make_address("kim@customer.example", "Kim"), "email", mail_id=f"{text}@c.example"
    )
    return Message.objects.get(id=run(command, SYSTEM).result_id)


def move(world: World, message: Message, to: Ticket | None, **more: str) -> Message:
    command = MoveMessage(message.shown_in_id, message.id, to.id if to else None, **more)
    return Message.objects.get(id=world.do(command, world.ben).result_id)


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(stream_id=ticket.id).order_by("seq").values_list("kind", flat=True))


def test_it_counts_there_and_here_no_more(world: World, wrong: Ticket, right: Ticket) -> None:
    before = Ticket.objects.get(id=wrong.id)
    message = say(wrong)
    moved = move(world, message, right)
    message.refresh_from_db()
    assert message.undone_at is not None and message.moved_to_ticket == right.id
    alike = ("text", "html", "parts", "author_id", "at", "to", "cc", "mail_id", "ledger_id", "kind", "channel")
    assert [getattr(moved, name) for name in alike] == [getattr(message, name) for name in alike]
    assert (moved.shown_in_id, moved.origin_ticket_id, moved.moved_from_ticket) == (right.id, right.id, wrong.id)
    left, other = Ticket.objects.get(id=wrong.id), Ticket.objects.get(id=right.id)
    columns = ("message_count", "last_message_at", "last_message_by", "last_customer_at", "snippet", "deleted_at")
    assert [getattr(left, name) for name in columns] == [getattr(before, name) for name in columns]
    assert (other.message_count, other.snippet) == (2, "About the other thing")
    assert kinds(wrong)[-1] == "message.moved_away" and "message.moved_here" in kinds(right)
    seqs = Event.objects.filter(stream_id=right.id).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, other.seq + 1))
    assert moved.seq > 1


def test_it_opens_the_ticket_again_as_any_message_does(world: World, wrong: Ticket, right: Ticket) -> None:
    closed = Status.objects.filter(department=right.department_id, group="closed", final=False).first()
    assert closed is not None
    world.edit(right, world.ben, status=(right.status.slug, closed.slug))
    assert Ticket.objects.get(id=right.id).status_group == "closed"
    move(world, say(wrong), right)
    assert Ticket.objects.get(id=right.id).status_group == "open"


def test_a_ticket_in_which_nothing_is_left_goes_to_the_trash(world: World, wrong: Ticket, right: Ticket) -> None:
    first, second = Message.objects.get(shown_in=wrong), say(wrong)
    move(world, first, right)
    assert Ticket.objects.get(id=wrong.id).deleted_at is None
    move(world, second, right)
    assert Ticket.objects.get(id=wrong.id).deleted_at is not None
    texts = Message.objects.filter(shown_in=right, undone_at=None).order_by("seq").values_list("text", flat=True)
    assert list(texts)[1:] == [first.text, second.text]


def test_into_a_ticket_of_its_own(world: World, wrong: Ticket) -> None:
    moved = move(world, say(wrong), None, subject="A  third\nmatter")
    ticket = Ticket.objects.get(id=moved.shown_in_id)
    assert (ticket.subject, ticket.requester_id, ticket.department_id) == (
        "A third matter",
        moved.author_id,
        wrong.department_id,
    )
    assert ticket.number > wrong.number and ticket.message_count == 1 and ticket.status_group == "open"
    # It is found by its subject and by its words.
    found = world.browser(world.ben).get("/tickets?q=third").json()["results"]
    assert [row["number"] for row in found] == [ticket.number]


def test_it_can_be_moved_back(world: World, wrong: Ticket, right: Ticket) -> None:
    back = move(world, move(world, say(wrong), right), wrong)
    assert back.shown_in_id == wrong.id
    standing = Message.objects.filter(mail_id=back.mail_id, undone_at=None)
    assert [one.id for one in standing] == [back.id]


def test_what_cannot_be_moved(world: World, wrong: Ticket, right: Ticket) -> None:
    message = say(wrong)
    with pytest.raises(Invalid):
        move(world, message, wrong)
    with pytest.raises(NotFound):
        world.do(MoveMessage(right.id, message.id, wrong.id), world.ben)
    for ours in (world.reply(wrong, world.ben), world.note(wrong, world.ben)):
        with pytest.raises(NotFound):
            move(world, ours, right)
    move(world, message, right)
    with pytest.raises(Conflict):
        world.do(MoveMessage(wrong.id, message.id, right.id), world.ben)
    again = say(wrong, "Once more")
    world.do(TrashTicket(right.id), world.ana)
    with pytest.raises(Forbidden):
        move(world, again, right)


def test_only_whoever_may_edit_both_tickets_moves(world: World, wrong: Ticket, right: Ticket) -> None:
    message = say(wrong)
    # Cai works in another department.
    with pytest.raises((NotFound, Forbidden)):
        world.do(MoveMessage(wrong.id, message.id, right.id), world.cai)
    elsewhere = world.open_ticket("Elsewhere", department=world.billing)
    with pytest.raises((NotFound, Forbidden)):
        world.do(MoveMessage(wrong.id, message.id, elsewhere.id), world.ben)
