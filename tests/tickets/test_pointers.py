"""What is told of a ticket, and who hears it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tandem.infra import rooms
from tandem.tickets.audience import of_ticket
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.put_aside import TrashTicket
from tests.world import World

Told = list[tuple[str, Mapping[str, Any]]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    words: Told = []
    monkeypatch.setattr(rooms, "tell", lambda room, message: words.append((room, message)))
    return words


def heard(world: World, told: Told, kind: str) -> dict[str, set[str]]:
    """Who hears of something, by room."""
    people = {person.id: person.name for person in world.staff}
    return {
        room.partition(":")[0]: {people[person_id] for person_id in of_ticket(frozenset(people), room, message)}
        for room, message in told
        if message["type"] == kind
    }


def test_a_change_is_told_to_those_who_see_the_ticket(world: World, told: Told) -> None:
    world.edit(world.open_ticket(), world.ben, priority=(0, 2))
    see = {"Ana", "Mia", "Sam", "Ben", "Lin"}
    assert heard(world, told, "changed") == {"tickets": see, "ticket": see}
    assert heard(world, told, "gone") == {}


def test_those_who_lose_a_ticket_to_another_department_are_told_that_something_is_gone(
    world: World, told: Told
) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.ben, department=(world.support.id, world.billing.id))
    assert heard(world, told, "changed")["tickets"] == {"Ana", "Mia", "Cai"}
    assert heard(world, told, "gone")["tickets"] >= {"Sam", "Ben", "Lin"}
    said = [(room, message) for room, message in told if message["type"] == "gone"]
    # Its number only where everybody saw it; there also who moved it where.
    moved = {"by": str(world.ben.id), "department": str(world.billing.id)}
    assert said == [
        (f"ticket:{ticket.id}", {"type": "gone", "number": ticket.number, **moved}),
        ("tickets", {"type": "gone"}),
    ]


def test_of_what_is_deleted_for_good_only_those_who_have_it_open_hear_the_number(world: World, told: Told) -> None:
    ticket = world.open_ticket()
    world.do(TrashTicket(ticket.id), world.ana)
    told.clear()
    world.do(DeleteTicket(ticket.id), world.ana)
    assert told == [(f"ticket:{ticket.id}", {"type": "gone", "number": ticket.number}), ("tickets", {"type": "gone"})]
