from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import Outcome, run
from tandem.realtime import pointers
from tandem.tickets.models import Ticket

if TYPE_CHECKING:
    from tests.world import World


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    words: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(pointers, "tell", lambda room, message: words.append((room, message)))
    return words


def test_a_change_points_to_the_record_and_to_lists_of_its_kind(world: World, told: list[tuple[str, Any]]) -> None:
    ticket = world.open_ticket(subject="The printer hums")
    before = Ticket.objects.get(id=ticket.id)
    outcome = world.edit(ticket, world.ben, subject=("The printer hums", "The printer sings"))
    pointers.publish(outcome)
    after = Ticket.objects.get(id=ticket.id)
    assert [room for room, _ in told] == [f"ticket:{ticket.id}", "list:ticket"]
    assert told[0][1] == told[1][1]
    message = told[0][1]
    assert message["type"] == "changed"
    assert (message["kind"], message["id"]) == ("ticket", str(ticket.id))
    assert (message["seq"], message["version"]) == (after.seq, after.version)
    assert after.version == before.version + 1
    assert message["fields"] == ["subject"]
    assert [event["seq"] for event in message["events"]] == [after.seq]
    assert message["actor_id"] == str(world.ben.id)


def test_a_pointer_says_nothing_of_the_content(world: World, told: list[tuple[str, Any]]) -> None:
    ticket = world.open_ticket()
    outcome = world.edit(ticket, world.ben, subject=("The printer hums", "A secret subject"))
    pointers.publish(outcome)
    assert "secret" not in json.dumps(told)


def test_a_new_record_begins_with_its_first_version(world: World, told: list[tuple[str, Any]]) -> None:
    from tandem.infra.addresses import make_address
    from tandem.tickets.commands.open_ticket import OpenTicket
    from tests.world import plain

    author = make_address("kim@customer.example", "Kim")
    command = OpenTicket(
        subject="New", body=plain("text"), requester=author, channel="email", department_id=world.support.id
    )
    outcome = run(command, SYSTEM)
    pointers.publish(outcome)
    row = Ticket.objects.get(id=outcome.result_id)
    message = dict(told)[f"ticket:{row.id}"]
    assert (message["seq"], message["version"]) == (row.seq, row.version)


def test_nothing_is_told_of_nothing(told: list[tuple[str, Any]]) -> None:
    pointers.publish(Outcome(None, replayed=True))
    assert told == []


def test_an_edit_that_changes_nothing_tells_nothing(world: World, told: list[tuple[str, Any]]) -> None:
    ticket = world.open_ticket(subject="Same")
    pointers.publish(world.edit(ticket, world.ben, subject=("Same", "Same")))
    assert told == []
