"""The numbers of meetings: what is counted, when, once, and who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError

from tandem.collision import rooms
from tandem.collision.chat import saying, talks
from tandem.collision.models import CollisionCount
from tandem.collision.numbers import counting
from tandem.collision.numbers.forgetting import FORGET_COLLISIONS, KEPT_MS
from tandem.collision.numbers.happenings import (
    AGREED,
    GAVE_WAY,
    HELD_FOR_COLLEAGUE,
    HELD_FOR_CUSTOMER,
    OVER_ANSWER,
    TOGETHER,
    Happening,
)
from tandem.collision.presence.live import Presence
from tandem.infra.clock import now_ms
from tandem.infra.rooms import Speaker
from tandem.kernel.effects import Claim
from tandem.people.models import Person, Team
from tandem.tickets.models import Message, Ticket
from tests.statements import statements
from tests.world import World

MINUTE = 60_000
NOON = int(datetime(2026, 6, 1, 12, 30, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def presence(monkeypatch: pytest.MonkeyPatch) -> Iterator[Presence]:
    """A presence of its own, with nothing that waits from others."""
    fresh = Presence()
    for module in (rooms, talks, saying):
        monkeypatch.setattr(module, "PRESENCE", fresh)
    counting.WAITING.clear()
    yield fresh
    counting.WAITING.clear()


def speaker(person: Person) -> Speaker:
    return Speaker(f"c{person.id}", person.id, person.id, "s")


def says(person: Person, ticket: Ticket, kind: str = "here", *, inside: bool = True, **report: Any) -> Any:
    room = {f"presence:{ticket.id}"} if inside else set()
    return getattr(rooms, kind)(speaker(person), room, {"type": kind, "ticket": str(ticket.id), **report})


def kinds() -> list[str]:
    counting.write_waiting()
    return sorted(CollisionCount.objects.values_list("kind", flat=True))


def send(world: World, ticket: Ticket, person: Person, client_id: str, seen: int, *acknowledge: Any) -> Any:
    return world.browser(person).post(
        f"/tickets/{ticket.number}/messages",
        {
            "visibility": "public",
            "body": f"{person.name} answers",
            "client_id": client_id,
            "seen": seen,
            "acknowledge": list(acknowledge),
        },
    )


def numbers(world: World, person: Person, **period: str) -> Any:
    answer = world.browser(person).get("/collision-numbers", **period)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def count(ticket: Ticket, kind: str, at: int, key: str = "", until: int | None = None) -> None:
    counting.write([Happening(ticket.id, kind, key or str(at), at)])
    if until is not None:
        counting.write([Happening(ticket.id, kind, key or str(at), until, over=True)])


def test_who_meets_is_counted_once_with_its_end_and_the_groups_of_the_ticket(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    says(world.ben, ticket)
    says(world.sam, ticket, reply=True)
    says(world.ben, ticket, reply=True)
    assert kinds() == [OVER_ANSWER, TOGETHER]
    rooms.left(speaker(world.ben), [f"presence:{ticket.id}"], "left")
    assert kinds() == [OVER_ANSWER, TOGETHER]
    for row in CollisionCount.objects.all():
        assert row.until is not None and row.until >= row.at
        assert (row.ticket_id, row.department_id, row.team_id) == (ticket.id, world.support.id, None)


def test_giving_way_counts_once_and_only_where_a_colleague_answers(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    says(world.ben, ticket)
    says(world.sam, ticket)
    says(world.ben, ticket, "gave_way")
    assert GAVE_WAY not in kinds(), "nobody answers"
    says(world.sam, ticket, reply=True)
    says(world.ben, ticket, "gave_way", inside=False)
    says(world.sam, ticket, "gave_way")
    assert GAVE_WAY not in kinds(), "outside of the room, and to oneself"
    says(world.ben, ticket, "gave_way")
    says(world.ben, ticket, "gave_way")
    assert kinds().count(GAVE_WAY) == 1


def test_nonsense_about_giving_way_is_told(presence: Presence, world: World) -> None:
    answer = rooms.gave_way(speaker(world.ben), set(), {"type": "gave_way", "ticket": ["1"]})
    assert answer is not None and answer["type"] == "error"


def test_a_reply_held_for_a_colleague_counts_until_it_is_sent_knowing(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.sam)
    held = send(world, ticket, world.ben, "mine", ticket.seq)
    assert held.status_code == 409
    send(world, ticket, world.ben, "mine", ticket.seq)
    assert kinds() == [HELD_FOR_COLLEAGUE], "trying again is the same"
    assert numbers(world, world.ana)["total"]["prevented"] == 1
    sent = send(world, ticket, world.ben, "mine", ticket.seq, *[event["id"] for event in held.json()["events"]])
    assert sent.status_code == 201, sent.json()
    total = numbers(world, world.ana)["total"]
    assert (total["prevented"], total["held_for_colleague"], total["sent_knowing"]) == (0, 0, 1)


def test_a_reply_held_for_the_customer_is_another_number(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    world.write(ticket)
    assert send(world, ticket, world.ben, "mine", ticket.seq).status_code == 409
    world.reply(ticket, world.sam)
    assert send(world, ticket, world.ben, "other", ticket.seq).status_code == 409
    assert kinds() == [HELD_FOR_COLLEAGUE, HELD_FOR_CUSTOMER]


def test_ones_own_reply_from_another_tab_is_no_meeting(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben)
    assert send(world, ticket, world.ben, "twice", ticket.seq).status_code == 409
    assert kinds() == []


def test_other_refusals_and_ordinary_replies_count_nothing(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    assert send(world, ticket, world.ben, "ahead", 99).status_code == 422
    assert send(world, ticket, world.ben, "fine", ticket.seq).status_code == 201
    assert kinds() == []


def test_what_cannot_be_counted_does_not_change_the_refusal(
    world: World, presence: Presence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> None:
        raise OSError("disk")

    ticket = world.open_ticket()
    world.reply(ticket, world.sam)
    monkeypatch.setattr("tandem.collision.numbers.sends.write", broken)
    assert send(world, ticket, world.ben, "mine", ticket.seq).json()["code"] == "ticket.moved_on"


def test_what_presence_noticed_waits_until_the_database_is_back(
    world: World, presence: Presence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any) -> None:
        raise OperationalError("server closed the connection")

    first, second = world.open_ticket(), world.open_ticket()
    counting.note([Happening(first.id, TOGETHER, "1", NOON), Happening(second.id, TOGETHER, "2", NOON)])
    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(counting, "write", away)
        counting.write_waiting()
    assert [one.ticket for one in counting.WAITING] == [first.id, second.id]
    assert kinds() == [TOGETHER, TOGETHER]


def test_a_move_that_was_agreed_on_counts(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    for person in (world.ben, world.sam):
        says(person, ticket)
    chats, ben, sam = f"/tickets/{ticket.number}/chats", world.browser(world.ben), world.browser(world.sam)
    chat = ben.post(chats, {"person_id": str(world.sam.id)}).json()
    for accept, counted in ((False, 0), (True, 1)):
        line = ben.post(f"/chats/{chat['id']}/moves", {"move": "i_answer", "client_id": f"m{accept}"}).json()["lines"][
            -1
        ]
        sam.post(f"/chats/{chat['id']}/moves/{line['id']}/answer", {"accept": accept})
        assert kinds().count(AGREED) == counted


def test_what_outlives_its_ticket_stays_counted_and_what_has_none_is_not(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    count(ticket, TOGETHER, now_ms())
    Message.objects.filter(shown_in_id=ticket.id).delete()
    Ticket.objects.filter(id=ticket.id).delete()
    count(ticket, TOGETHER, now_ms() + 1)
    assert numbers(world, world.ana)["total"]["collisions"] == 1


def test_by_department_team_and_hour_of_the_reader(world: World, presence: Presence) -> None:
    Person.objects.filter(id=world.ana.id).update(time_zone="Asia/Kathmandu")
    team = Team.objects.create(name="Brass", department=world.billing)
    ours, theirs = world.open_ticket(), world.open_ticket(department=world.billing)
    Ticket.objects.filter(id=theirs.id).update(team_id=team.id)
    count(ours, TOGETHER, NOON)
    count(ours, OVER_ANSWER, NOON, until=NOON + 3 * MINUTE)
    count(ours, OVER_ANSWER, NOON + MINUTE, until=NOON + 2 * MINUTE)
    count(theirs, TOGETHER, NOON)
    count(theirs, OVER_ANSWER, NOON)
    found = numbers(world, world.ana, since="2026-06-01T00:00:00+00:00", until="2026-06-02T00:00:00+00:00")
    assert (found["total"]["collisions"], found["total"]["over_answer"]) == (2, 3)
    assert (found["total"]["settled_ms"], found["total"]["settled_slow_ms"]) == (3 * MINUTE, 3 * MINUTE)
    assert [(row["name"], row["collisions"], row["over_answer"]) for row in found["departments"]] == [
        (world.support.name, 1, 2),
        (world.billing.name, 1, 1),
    ]
    assert [(row["name"], row["id"], row["collisions"]) for row in found["teams"]] == [
        ("Brass", str(team.id), 1),
        ("", None, 1),
    ]
    assert len(found["hours"]) == 24
    assert {row["hour"]: row["collisions"] for row in found["hours"] if row["collisions"]} == {18: 2}, (
        "12:30 UTC is 18:15"
    )


def test_a_period_holds_its_beginning_and_not_its_end(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    for at in (NOON - 1, NOON, NOON + MINUTE - 1, NOON + MINUTE):
        count(ticket, TOGETHER, at)
    found = numbers(world, world.ana, since="2026-06-01T12:30:00+00:00", until="2026-06-01T12:31:00+00:00")
    assert found["total"]["collisions"] == 2


def test_leads_read_their_departments_and_agents_nothing(world: World, presence: Presence) -> None:
    count(world.open_ticket(), TOGETHER, now_ms() - 1)
    count(world.open_ticket(department=world.billing), TOGETHER, now_ms() - 1)
    assert numbers(world, world.mia)["total"]["collisions"] == 2
    assert numbers(world, world.sam)["total"]["collisions"] == 1, "a supervisor of Support"
    assert world.browser(world.ben).get("/collision-numbers").status_code == 403


@pytest.mark.parametrize(
    ("period", "status", "pointer"),
    [
        ({"since": "yesterday"}, 400, "/since"),
        ({"until": "2026-06-01"}, 400, "/until"),
        ({"since": "2026-06-02T00:00:00Z", "until": "2026-06-01T00:00:00Z"}, 422, "/since"),
        ({"since": "2024-06-02T00:00:00Z", "until": "2026-06-01T00:00:00Z"}, 422, "/since"),
    ],
)
def test_a_period_that_is_none_is_told_where(world: World, period: dict[str, str], status: int, pointer: str) -> None:
    answer = world.browser(world.ana).get("/collision-numbers", **period)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


def test_the_statements_do_not_grow_with_what_is_counted(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    count(ticket, TOGETHER, now_ms() - 1)
    with statements() as few:
        numbers(world, world.ana)
    for at in range(2, 60):
        count(ticket, OVER_ANSWER, now_ms() - at * MINUTE, until=now_ms())
    with statements() as many:
        numbers(world, world.ana)
    assert len(many) == len(few)


def test_what_no_report_asks_for_any_more_is_forgotten(world: World, presence: Presence) -> None:
    ticket = world.open_ticket()
    long_ago = now_ms() - KEPT_MS - MINUTE
    count(ticket, TOGETHER, long_ago)
    count(ticket, TOGETHER, long_ago + 2 * MINUTE)
    FORGET_COLLISIONS.handle(Claim(0, FORGET_COLLISIONS.name, "test", {}, 1, 1))
    assert CollisionCount.objects.count() == 1
