"""Who comes a moment after somebody has deleted a ticket for good finds nothing, and no error."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Value

from tandem.kernel.errors import NotFound
from tandem.tickets import drafts, reading
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.put_aside import TrashTicket
from tandem.tickets.models import Draft, ReadMark, Ticket
from tests.world import World

CONTENT = {"body_html": "<p>x</p>", "client_id": "c"}


def delete_for_good(world: World, ticket: Ticket) -> None:
    for command in (TrashTicket(ticket.id), DeleteTicket(ticket.id)):
        world.do(command, world.ana)


def test_how_far_one_has_read(world: World) -> None:
    ticket = world.open_ticket()
    delete_for_good(world, ticket)
    with pytest.raises(NotFound):
        reading.mark_read(world.actor(world.ben), ticket.id, 1)


@pytest.mark.django_db(transaction=True)
def test_how_far_one_has_read_when_it_goes_meanwhile(world: World, monkeypatch: Any) -> None:
    ticket = world.open_ticket()

    def meanwhile(seq: int) -> Value:
        delete_for_good(world, ticket)
        return Value(seq)

    monkeypatch.setattr(reading, "Value", meanwhile)
    with pytest.raises(NotFound):
        reading.mark_read(world.actor(world.ben), ticket.id, 1)
    assert ReadMark.objects.count() == 0


def test_what_one_was_about_to_write(world: World) -> None:
    ticket = world.open_ticket()
    delete_for_good(world, ticket)
    with pytest.raises(NotFound):
        drafts.save(world.actor(world.ben), drafts.Place(ticket.id, "reply"), CONTENT, 0)
    assert Draft.objects.count() == 0
