"""Spam, and a sender whose later mail goes there too (KF-33)."""

from __future__ import annotations

import pytest

from tandem.kernel.errors import Forbidden, Invalid
from tandem.kernel.merging import Edit
from tandem.kernel.models import Event
from tandem.people.commands.block_customer import BlockCustomer
from tandem.people.commands.edit_person import EditPerson
from tandem.people.models import Person
from tandem.tickets.commands.mark_spam import MarkSpam, UnmarkSpam
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.models import Ticket
from tests.world import World


def blocked(person: Person) -> bool:
    return Person.objects.get(id=person.id).blocked_at is not None


def test_spam_alone_says_nothing_about_the_sender(world: World) -> None:
    ticket = world.open_ticket()
    world.do(MarkSpam(ticket.id), world.sam)
    assert not blocked(world.kim)


def test_spam_with_its_sender_and_back(world: World) -> None:
    ticket = world.open_ticket()
    world.do(MarkSpam(ticket.id, block_sender=True), world.sam)
    assert blocked(world.kim)
    world.do(UnmarkSpam(ticket.id), world.sam)
    assert not blocked(world.kim)
    told = Event.objects.filter(stream_kind="person", stream_id=world.kim.id).order_by("seq")
    assert [event.kind for event in told][-2:] == ["person.blocked", "person.unblocked"]


def test_a_program_that_may_not_read_people_takes_a_ticket_out_of_spam(world: World) -> None:
    ticket = world.open_ticket()
    program = world.actor(world.sam, frozenset({"tickets.read", "tickets.spam"}))
    world.do(MarkSpam(ticket.id), program)
    world.do(UnmarkSpam(ticket.id), program)
    assert Ticket.objects.get(id=ticket.id).spam_at is None


def test_a_colleague_cannot_be_blocked(world: World) -> None:
    ticket = world.open_ticket(requester=world.ben)
    with pytest.raises(Invalid):
        world.do(MarkSpam(ticket.id, block_sender=True), world.sam)
    world.do(MarkSpam(ticket.id), world.sam)
    world.do(UnmarkSpam(ticket.id), world.sam)
    assert Ticket.objects.get(id=ticket.id).spam_at is None


def test_what_an_agent_enters_for_a_blocked_customer_is_no_spam(world: World) -> None:
    world.do(BlockCustomer(world.kim.id), world.sam)
    assert world.open_ticket().spam_at is None


def test_an_agent_marks_spam_by_permission_only(world: World) -> None:
    ticket = world.open_ticket()
    with pytest.raises(Forbidden):
        world.do(MarkSpam(ticket.id), world.ben)
    world.do(EditPerson(world.ben.id, {"granted": Edit([], ["tickets.spam"])}), world.ana)
    world.do(MarkSpam(ticket.id), world.ben)
    with pytest.raises(Forbidden):
        world.do(TrashTicket(ticket.id), world.ben)


def test_a_permission_goes_with_the_role_that_it_was_given_beyond(world: World) -> None:
    world.do(EditPerson(world.ben.id, {"granted": Edit([], ["tickets.spam", "tickets.trash"])}), world.ana)
    world.do(EditPerson(world.ben.id, {"role": Edit("agent", "light_agent")}), world.ana)
    assert Person.objects.get(id=world.ben.id).granted == []


@pytest.mark.parametrize(("who", "right"), [("ben", "people.manage"), ("ben", "nonsense"), ("lin", "tickets.spam")])
def test_other_rights_cannot_be_given(world: World, who: str, right: str) -> None:
    with pytest.raises(Invalid):
        world.do(EditPerson(getattr(world, who).id, {"granted": Edit([], [right])}), world.ana)
