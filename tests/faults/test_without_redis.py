"""Redis holds no truth: without it the desk works and nobody answers twice; afterwards everybody is told again (X-10, R-14)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from websockets.exceptions import InvalidStatus

from tests.faults.house import House, Node, Ticket
from tests.faults.people import TYPING, Agent, Tab, within

PATIENT = 15.0
#: Seconds in which screens agree with the database again after the fault has ended (R-14).
CONVERGED = 10.0


@contextmanager
def killed(house: House) -> Iterator[None]:
    """It dies, and comes back with nothing of what it knew."""
    house.redis.kill()
    try:
        yield
    finally:
        house.redis.start()


def one_of_two(house: House, ben: Agent, sam: Agent, ticket: Ticket) -> None:
    """Both answer the same state at the same moment, each on another node: exactly one passes (R-05)."""
    seq = ben.seq(house.one, ticket)
    with ThreadPoolExecutor(2) as both:
        asked = [both.submit(agent.reply, node, ticket, seq) for agent, node in ((ben, house.one), (sam, house.two))]
        answers = [one.result() for one in asked]
    assert sorted(answer.status_code for answer in answers) == [201, 409], [answer.text for answer in answers]
    (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
    assert refused["code"] == "ticket.moved_on"
    assert len(refused["events"]) == 1


def the_fence_holds(house: House, ben: Agent, sam: Agent, ticket: Ticket) -> int:
    """Whoever has missed something is refused, whoever has read it is not; the seq of the last answer."""
    seq = ben.seq(house.one, ticket)
    assert ben.reply(house.one, ticket, seq).status_code == 201
    missed = sam.reply(house.two, ticket, seq)
    assert (missed.status_code, missed.json()["code"]) == (409, "ticket.moved_on")
    assert sam.reply(house.two, ticket, sam.seq(house.two, ticket)).status_code == 201
    one_of_two(house, ben, sam, ticket)
    return ben.seq(house.two, ticket)


def refused_for_now(answer: requests.Response) -> bool:
    """With a sentence, and when to try again."""
    return answer.status_code == 503 and "Retry-After" in answer.headers and bool(answer.json()["detail"])


def converged(agents: list[Agent], tabs: list[Tab]) -> None:
    """All are told that they missed something, stay connected, and see each other and nobody else: in time."""
    until = time.monotonic() + CONVERGED
    assert within(CONVERGED, lambda: all(tab.of("missed") for tab in tabs)), [tab.heard for tab in tabs]
    there = {agent.id for agent in agents}
    assert within(until - time.monotonic(), lambda: all(set(tab.sees()) == there for tab in tabs)), [
        tab.sees() for tab in tabs
    ]
    assert {tab.closed for tab in tabs} == {None}


def flows(author: Agent, node: Node, ticket: Ticket, tabs: list[Tab]) -> None:
    """What somebody answers there is told to all of these."""
    seq = author.seq(node, ticket)
    assert author.reply(node, ticket, seq).status_code == 201
    assert within(CONVERGED, lambda: all(max(tab.seqs(), default=0) > seq for tab in tabs)), [tab.heard for tab in tabs]


def test_redis_dies_and_comes_back_empty(house: House) -> None:
    ticket = house.ticket()
    ben, sam, lin = Agent(house, "ben", house.one), Agent(house, "sam", house.two), Agent(house, "lin", house.two)
    on_one, on_two, leaves = ben.on(house.one, ticket), sam.on(house.two, ticket, TYPING), lin.on(house.two, ticket)
    everybody = {ben.id: None, sam.id: "reply", lin.id: None}
    assert within(PATIENT, lambda: on_one.sees() == on_two.sees() == everybody), on_one.sees()
    known = ben.seq(house.one, ticket)
    with killed(house):
        # Whoever looks at a screen is told that it no longer follows by itself.
        assert within(PATIENT, lambda: on_one.of("paused") and on_two.of("paused")), (on_one.heard, on_two.heard)
        last = the_fence_holds(house, ben, sam, ticket)
        assert sam.read(house.two, "/tickets")["results"]
        assert refused_for_now(ben.call(house.one, "POST", "/realtime/ticket", {}))
        assert refused_for_now(sam.sign_in("sam", house.one)), "limits of signing in fail closed"
        # Each node still shows what happens on itself.
        assert within(PATIENT, lambda: max(on_one.seqs(), default=0) > known), on_one.heard
        leaves.close()
        assert within(PATIENT, lambda: lin.id not in on_two.sees()), on_two.sees()
        assert lin.id in on_one.sees()
    tabs = [on_one, on_two]
    converged([ben, sam], tabs)
    events = sam.read(house.two, f"/tickets/{ticket.number}/events?after={known}")["results"]
    assert [event["seq"] for event in events] == list(range(known + 1, last + 1)), "what was missed, by seq"
    flows(ben, house.one, ticket, tabs)
    flows(sam, house.two, ticket, tabs)
    Agent(house, "mia", house.one)
    for tab in tabs:
        tab.close()


def test_redis_is_emptied(house: House) -> None:
    ticket = house.ticket()
    ben, sam = Agent(house, "ben", house.one), Agent(house, "sam", house.two)
    on_one, on_two = ben.on(house.one, ticket), sam.on(house.two, ticket)
    lost = ben.call(house.one, "POST", "/realtime/ticket", {}).json()["ticket"]
    house.redis.ask("FLUSHALL")
    with pytest.raises(InvalidStatus) as refused:
        Tab(house.two, lost, ("me",))
    assert refused.value.response.status_code == 403
    the_fence_holds(house, ben, sam, ticket)
    flows(sam, house.two, ticket, [on_one, on_two, ben.open_tab(house.two, f"ticket:{ticket.id}")])
    on_two.says_here(ticket, TYPING)
    assert within(PATIENT, lambda: on_one.sees() == {ben.id: None, sam.id: "reply"}), on_one.sees()
    assert (on_one.closed, on_two.closed) == (None, None)
    on_one.close()
    on_two.close()


def test_redis_has_no_memory_left(house: House) -> None:
    ticket = house.ticket()
    ben, sam = Agent(house, "ben", house.one), Agent(house, "sam", house.two)
    on_one, on_two = ben.on(house.one, ticket), sam.on(house.two, ticket)
    house.redis.ask("CONFIG", "SET", "maxmemory", "1")
    try:
        the_fence_holds(house, ben, sam, ticket)
        assert refused_for_now(ben.call(house.one, "POST", "/realtime/ticket", {}))
        assert refused_for_now(sam.sign_in("sam", house.one))
        # It keeps nothing, but it still carries words.
        flows(sam, house.two, ticket, [on_one, on_two])
    finally:
        house.redis.ask("CONFIG", "SET", "maxmemory", "0")
    flows(sam, house.two, ticket, [on_one, on_two, ben.open_tab(house.two, f"ticket:{ticket.id}")])
    on_one.close()
    on_two.close()


def test_redis_stands_still(house: House) -> None:
    """It is there and does not answer: nobody waits for it."""
    ticket = house.ticket()
    ben, sam = Agent(house, "ben", house.one), Agent(house, "sam", house.two)
    on_one, on_two = ben.on(house.one, ticket), sam.on(house.two, ticket)
    assert within(PATIENT, lambda: on_one.sees() == on_two.sees() == {ben.id: None, sam.id: None})
    house.redis.stand_still()
    try:
        the_fence_holds(house, ben, sam, ticket)
        assert refused_for_now(ben.call(house.one, "POST", "/realtime/ticket", {}))
        assert within(2 * PATIENT, lambda: on_one.of("paused") and on_two.of("paused")), (on_one.heard, on_two.heard)
    finally:
        house.redis.go_on()
    tabs = [on_one, on_two]
    converged([ben, sam], tabs)
    flows(sam, house.two, ticket, tabs)
    for tab in tabs:
        tab.close()
