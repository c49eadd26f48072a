"""What is reviewed before a reply leaves blocks it at every door, and is exactly what somebody else did."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.infra import clock
from tandem.kernel import timers
from tandem.kernel.models import Event
from tandem.kernel.worker import carry_out_one
from tandem.people.models import Department
from tandem.tickets.fence_kinds import KINDS, events_of
from tandem.tickets.models import Message, Ticket
from tandem.tickets.scheduled.reading import one_of, stands_before
from tests.api.test_reviewed_before_reply import assign, note, review, send, seq_of, status
from tests.tickets.test_fifty_sends import DOORS, HOUR, RECEIVER, Door
from tests.world import World


def _priority(world: World, ticket: Ticket) -> None:
    world.edit(ticket, world.sam, priority=(0, 4))


#: One event of each kind.
ONE: Final = {"note": note, "status": status, "assignment": assign, "field": _priority}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ONE)
def test_every_door_obeys(world: World, door: Door, kind: str, settings: Any) -> None:
    settings.AUTHSERV_IDS, settings.REPLY_DOMAIN = [RECEIVER], "in.desk.example"
    review(world, kind)
    ticket = world.open_ticket()
    attempt = door(world, ticket, world.ben, "We look into it.")
    ONE[kind](world, ticket)
    _let_time_pass()
    assert attempt() == "refused"
    assert not Message.objects.filter(shown_in=ticket, kind="reply").exists()


def _let_time_pass() -> None:
    timers.fire_due(clock.now_ms() + 2 * HOUR)


@pytest.mark.parametrize(
    ("do", "reason"),
    [
        (note, "A colleague noted something after the reply was scheduled."),
        (status, "A colleague changed the ticket after the reply was scheduled."),
    ],
)
def test_a_scheduled_reply_says_what_it_waits_for(world: World, do: Any, reason: str) -> None:
    review(world, "note", "status")
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    body = {"at": clock.isoformat(clock.now_ms() + HOUR), "seen": seq_of(ticket), "body": "Tomorrow."}
    row = ben.post(f"/tickets/{ticket.number}/scheduled", body).json()
    assert row["moved_on"] is False
    do(world, ticket)
    listed = ben.get(f"/tickets/{ticket.number}/scheduled").json()["results"]
    assert [one["moved_on"] for one in listed] == [True]
    assert len(stands_before(one_of(ticket.id, int(row["id"])))) == 1
    _let_time_pass()
    for _turn in range(20):
        carry_out_one()
    (held,) = ben.get(f"/tickets/{ticket.number}/scheduled").json()["results"]
    assert (held["state"], held["reason"]) == ("held", reason)


ACTS: Final = {
    "note": lambda world, ticket, who, at: world.note(ticket, who, f"Note {at}"),
    "status": lambda world, ticket, who, at: _turn(world, ticket, who, "status", at),
    "owner": lambda world, ticket, who, at: _turn(world, ticket, who, "owner", at),
    "priority": lambda world, ticket, who, at: _turn(world, ticket, who, "priority", at),
    "reply": lambda world, ticket, who, at: world.reply(
        ticket, who, f"Reply {at}", acknowledge=_all(ticket), status=""
    ),
    "mail": lambda world, ticket, who, at: world.write(ticket, f"Mail {at}"),
    "follow": lambda world, ticket, who, at: world.browser(who).post(f"/tickets/{ticket.number}/follow"),
}


def _all(ticket: Ticket) -> list[int]:
    return list(Event.objects.filter(stream_kind="ticket", stream_id=ticket.id).values_list("id", flat=True))


def _turn(world: World, ticket: Ticket, who: Any, field: str, at: int) -> None:
    """Sets a field to something that it is not."""
    now = Ticket.objects.get(id=ticket.id)
    if field == "status":
        old = now.status.slug
        world.edit(ticket, who, status=(old, "waiting" if old != "waiting" else "open"))
    elif field == "owner":
        world.edit(ticket, who, owner=(now.owner_id, world.sam.id if now.owner_id != world.sam.id else world.ben.id))
    else:
        world.edit(ticket, who, priority=(now.priority, (now.priority + 1) % 5))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.sets(st.sampled_from(sorted(KINDS))),
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(["ben", "sam"])), max_size=6),
    read=st.integers(0, 6),
)
def test_whatever_two_people_do_exactly_what_is_reviewed_blocks(
    world: World, kinds: set[str], acts: list[tuple[str, str]], read: int
) -> None:
    Department.objects.filter(id=world.support.id).update(reviewed_before_reply=sorted(kinds))
    ticket = world.open_ticket()
    seen = seq_of(ticket)
    for at, (act, who) in enumerate(acts):
        ACTS[act](world, ticket, getattr(world, who), at)
        if at < read:
            seen = seq_of(ticket)
    told = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id, seq__gt=seen).order_by("seq")
    expected = [
        str(one.id)
        for one in told
        if one.kind in {"message.received", "message.replied"}
        or (one.kind in events_of(kinds) and one.actor_kind == "agent" and one.actor_id == world.sam.id)
    ]
    answer = send(world.browser(world.ben), ticket, seen, client_id=f"p{ticket.id}")
    if not expected:
        assert answer.status_code == 201
    else:
        assert [one["id"] for one in answer.json()["events"]] == expected
        assert send(world.browser(world.ben), ticket, seen, acknowledge=expected).status_code == 201
