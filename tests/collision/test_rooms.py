"""Who may be in the rooms of presence, and who is shown there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tandem.collision import rooms
from tandem.collision.policy import collision_policy
from tandem.collision.presence.live import Presence
from tandem.infra.rooms import Speaker
from tandem.people.models import Person
from tandem.realtime.access import Access
from tandem.tickets.models import Ticket
from tests.statements import statements
from tests.world import World

Told = list[tuple[str, Mapping[str, Any]]]


@pytest.fixture
def presence(monkeypatch: pytest.MonkeyPatch) -> Iterator[Presence]:
    """A presence of its own: the process has one for all tests."""
    fresh = Presence()
    monkeypatch.setattr(rooms, "PRESENCE", fresh)
    yield fresh


def speaker(person: Person) -> Speaker:
    return Speaker(f"c{person.id}", person.id, person.id, "s")


def enters(person: Person, *tickets: Ticket) -> set[int]:
    """Of these tickets, those in whose rooms a person may be."""
    allowed = rooms.may_enter(person.id, [f"presence:{ticket.id}" for ticket in tickets])
    assert rooms.may_enter(person.id, [f"row:{ticket.id}" for ticket in tickets]) == {
        room.replace("presence", "row") for room in allowed
    }
    return {int(room.partition(":")[2]) for room in allowed}


def says(person: Person, ticket: Ticket, *, inside: bool = True, **report: Any) -> Any:
    room = {f"presence:{ticket.id}"} if inside else set()
    return rooms.here(speaker(person), room, {"type": "here", "ticket": str(ticket.id), **report})


def change(world: World, **fields: Any) -> None:
    assert world.browser(world.ana).patch("/collision-policy", fields).status_code == 200


def test_whoever_sees_a_ticket_may_be_in_its_rooms(world: World, presence: Presence) -> None:
    ours, theirs = world.open_ticket(), world.open_ticket(department=world.billing)
    assert enters(world.ben, ours, theirs) == {ours.id}
    assert enters(world.lin, ours, theirs) == {ours.id}
    assert enters(world.mia, ours, theirs) == {ours.id, theirs.id}
    assert enters(world.kim, ours) == set(), "customers never see presence (AC-07)"


@pytest.mark.parametrize("name", ["presence:0", "presence:" + "9" * 30, "presence:x", "presence:", "presence"])
def test_rooms_of_no_ticket_are_refused(world: World, presence: Presence, name: str) -> None:
    assert rooms.may_enter(world.ana.id, [name]) == set()


def test_fifty_rows_are_one_question(world: World, presence: Presence) -> None:
    tickets = [world.open_ticket() for _ in range(5)]
    with statements() as few:
        rooms.may_enter(world.ben.id, [f"row:{ticket.id}" for ticket in tickets[:1]])
    with statements() as many:
        rooms.may_enter(world.ben.id, [f"row:{ticket.id}" for ticket in tickets])
    assert many == few


def test_what_is_said_outside_of_the_room_does_not_count(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    assert says(world.ben, ticket, inside=False) is None
    assert presence.people(ticket.id) == []
    says(world.ben, ticket)
    assert presence.people(ticket.id) == [world.ben.id]


@pytest.mark.parametrize(
    "wrong", [{"looking": "up"}, {"ticket": 5}, {"ticket": "-1"}, {"ticket": None}, {"ticket": "९"}]
)
def test_what_makes_no_sense_is_answered_with_a_sentence(
    world: World, presence: Presence, wrong: dict[str, Any]
) -> None:
    ticket = world.open_ticket()
    answer = rooms.here(speaker(world.ben), {f"presence:{ticket.id}"}, {"ticket": str(ticket.id)} | wrong)
    assert answer is not None
    assert answer["type"] == "error"
    assert rooms.take_lease(speaker(world.ben), set(), {"ticket": "x"})["type"] == "error"  # type: ignore[index]


def test_switched_off_there_are_no_rooms(world: World, presence: Presence) -> None:
    """AC-45: off, no presence traffic."""
    ticket = world.open_ticket()
    assert world.browser(world.ben).get("/catalogue").json()["collision"] == {"on": True, "alert_seconds": 5}
    change(world, on=False)
    assert enters(world.ben, ticket) == set()
    assert world.browser(world.ben).get("/catalogue").json()["collision"]["on"] is False
    change(world, on=True)
    assert enters(world.ben, ticket) == {ticket.id}


def test_a_role_may_be_unseen(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    for person in (world.ben, world.sam):
        enters(person, ticket)
        says(person, ticket)
    assert presence.people(ticket.id) == sorted([world.ben.id, world.sam.id])
    change(world, unseen_roles=["supervisor"])
    assert enters(world.sam, ticket) == {ticket.id}, "who is not seen still sees"
    assert presence.people(ticket.id) == [world.ben.id]
    says(world.sam, ticket)
    assert presence.people(ticket.id) == [world.ben.id]
    change(world, unseen_roles=[])
    enters(world.sam, ticket)
    says(world.sam, ticket)
    assert presence.people(ticket.id) == sorted([world.ben.id, world.sam.id])


def test_whoever_may_not_answer_begins_no_reply_and_gets_no_lease(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    for person in (world.lin, world.ben):
        enters(person, ticket)
        says(person, ticket, reply=True, writing="reply")
    assert presence.holder(ticket.id) == world.ben.id
    taking = {"type": "take_lease", "ticket": str(ticket.id)}
    assert rooms.take_lease(speaker(world.lin), set(), taking) == {
        "type": "lease",
        "ticket": str(ticket.id),
        "taken": False,
    }
    assert presence.holder(ticket.id) == world.ben.id


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"alert_seconds": 2}, "/alert_seconds"),
        ({"alert_seconds": 11}, "/alert_seconds"),
        ({"unseen_roles": ["agent", "king"]}, "/unseen_roles/1"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(world: World, fields: dict[str, Any], pointer: str) -> None:
    answer = world.browser(world.ana).patch("/collision-policy", fields)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_two_admins_change_the_policy_field_by_field(world: World) -> None:
    change(world, alert_seconds=7)
    stale = {"alert_seconds": 9, "base": {"alert_seconds": 5}}
    assert world.browser(world.ana).patch("/collision-policy", stale).status_code == 409
    change(world, unseen_roles=["manager"], base={"unseen_roles": []})
    policy = collision_policy()
    assert (policy.alert_seconds, policy.unseen_roles) == (7, ["manager"])


def test_a_change_of_the_policy_is_in_the_audit_log(world: World) -> None:
    change(world, on=False)
    rows = world.browser(world.ana).get("/audit").json()["results"]
    assert any(row["kind"] == "collision.switched" for row in rows)


def test_all_rooms_of_a_screen_are_one_question(world: World, presence: Presence) -> None:
    """After a restart everybody comes at once: who they are is read once, and tickets once for each meaning of a room."""
    ticket = world.open_ticket()
    rows = [f"row:{world.open_ticket().id}" for _ in range(3)]
    wanted = ["tickets", "me", f"ticket:{ticket.id}", f"presence:{ticket.id}", *rows]
    access = Access()
    access._may_enter(world.ben.id, wanted)
    with statements() as asked:
        assert access._may_enter(world.ben.id, wanted) == set(wanted)
    assert sorted(asked) == [
        "SELECT collision_collisionpolicy",
        "SELECT people_departmentmember",
        "SELECT people_person",
        "SELECT people_teammember",
        "SELECT tickets_ticket",
        "SELECT tickets_ticket",
    ]
    access.close()
