"""Read marks: what leaves a ticket as read as it was, and what there is to read."""

from __future__ import annotations

from typing import Literal

import pytest

from tandem.kernel.actors import SYSTEM
from tandem.tickets.commands.follow_ticket import FollowTicket
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.models import Delivery, Ticket
from tests.world import World

pytestmark = pytest.mark.django_db


def unread(world: World, ticket: Ticket) -> bool:
    (row,) = world.browser(world.ben).get("/tickets", view="all").json()["results"]
    assert row["number"] == ticket.number
    return bool(row["unread"])


@pytest.mark.parametrize(("state", "to_read"), [("sent", False), ("failed", True), ("uncertain", True)])
def test_one_s_own_answer_stays_read_when_it_has_left(
    world: World, state: Literal["sent", "failed", "uncertain"], to_read: bool
) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben)
    world.browser(world.ben).post(f"/tickets/{ticket.number}/read", {"seq": 99})
    delivery = Delivery.objects.get(ticket=ticket)
    before = Ticket.objects.get(id=ticket.id).seq
    world.do(RecordDelivery(ticket.id, delivery.id, state), SYSTEM)
    assert Ticket.objects.get(id=ticket.id).seq > before
    assert unread(world, ticket) is to_read


def test_what_was_not_read_does_not_become_read_by_it(world: World) -> None:
    ticket = world.open_ticket()
    world.browser(world.ben).post(f"/tickets/{ticket.number}/read", {"seq": 1})
    world.do(FollowTicket(ticket.id), world.lin)
    assert unread(world, ticket)


def test_a_new_follower_is_nothing_to_read_for_the_others(world: World) -> None:
    ticket = world.open_ticket()
    world.browser(world.ben).post(f"/tickets/{ticket.number}/read", {"seq": 99})
    world.do(FollowTicket(ticket.id), world.lin)
    assert not unread(world, ticket)
