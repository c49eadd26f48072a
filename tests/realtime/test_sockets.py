from __future__ import annotations

import json
import socket
import struct
import time
from threading import Event
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tandem.infra import rooms
from tandem.infra.bus import bus
from tandem.infra.server.socket_limits import LimitedSocket
from tandem.realtime import closing, conversation, tickets
from tests.patience import PATIENCE, until


def receive(client: Any) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(client.recv(timeout=PATIENCE))
    return message


def close_code(client: Any) -> int | None:
    """Read until the server closes; its code."""
    try:
        while True:
            client.recv(timeout=PATIENCE)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def nothing_comes(client: Any) -> bool:
    """Whether the next thing that arrives is the answer to our own ping."""
    client.send('{"type": "ping"}')
    return receive(client) == {"type": "pong"}


def test_a_room_hears_what_is_told_to_it_and_others_do_not(desk: Any) -> None:
    with desk.connect(1) as anna, desk.connect(2) as ben:
        assert desk.watch(anna, "ticket:1", "ticket:2")["rooms"] == ["ticket:1", "ticket:2"]
        assert desk.watch(ben, "ticket:1")["rooms"] == ["ticket:1"]
        rooms.tell("ticket:1", {"type": "changed", "seq": 7})
        assert receive(anna) == receive(ben) == {"type": "changed", "seq": 7}
        rooms.tell("ticket:2", {"type": "changed", "seq": 8})
        assert receive(anna)["seq"] == 8
        assert nothing_comes(ben)


def test_messages_arrive_in_the_order_in_which_they_were_told(desk: Any) -> None:
    with desk.connect(1) as anna:
        desk.watch(anna, "ticket:1")
        for number in range(200):
            rooms.tell("ticket:1", {"type": "n", "n": number})
        assert [receive(anna)["n"] for _ in range(200)] == list(range(200))


def test_a_room_that_was_left_is_silent(desk: Any, rights: Any) -> None:
    def left() -> list[tuple[str, ...]]:
        return [names for session, names in rights.left if session == "leaver"]

    with desk.connect(1, "leaver") as anna:
        desk.watch(anna, "ticket:1", "ticket:2")
        anna.send(json.dumps({"type": "watch", "rooms": ["ticket:2"], "ref": 5}))
        assert receive(anna) == {"type": "watching", "rooms": ["ticket:2"], "refused": [], "ref": 5}
        rooms.tell("ticket:1", {"type": "changed"})
        assert nothing_comes(anna)
        assert left() == [("ticket:1",)]
    until(lambda: len(left()) >= 2)
    assert left() == [("ticket:1",), ("ticket:2",)]


def test_whoever_enters_hears_first_what_is_so_there(desk: Any) -> None:
    with desk.connect(1) as anna:
        assert desk.watch(anna, "list:greeted", "list:other")["rooms"] == ["list:greeted", "list:other"]
        assert receive(anna) == {"type": "welcome", "room": "list:greeted"}
        assert nothing_comes(anna)


def test_what_needs_memory_only_is_answered_on_the_loop(desk: Any) -> None:
    with desk.connect(1) as anna:
        desk.watch(anna, "ticket:1")
        anna.send(json.dumps({"type": "quick", "ref": 1}))
        assert receive(anna) == {"type": "quick", "person": 1, "rooms": ["ticket:1"], "loop": True, "ref": 1}


def test_it_is_told_apart_how_somebody_is_gone(desk: Any, rights: Any) -> None:
    """A page that closes, a connection that breaks, somebody who is signed out."""

    def how(session: str) -> list[str]:
        assert until(lambda: rights.how[session])
        return list(rights.how[session])

    with desk.connect(1, "closer") as anna:
        desk.watch(anna, "ticket:1")
    assert how("closer") == ["closed"]
    broken = desk.connect(1, "broken")
    desk.watch(broken, "ticket:1")
    broken.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    broken.socket.close()
    assert how("broken") == ["lost"]
    with desk.connect(1, "sent away") as sent_away:
        desk.watch(sent_away, "ticket:1")
        rooms.disconnect(session_key="sent away")
        assert close_code(sent_away) == closing.SIGNED_OUT
    assert how("sent away") == ["left"]


def test_those_in_a_room_are_asked_for_again(desk: Any, rights: Any) -> None:
    with desk.connect(1) as anna, desk.connect(2) as ben:
        desk.watch(anna, "ticket:2")
        desk.watch(ben, "ticket:1")
        rights.rooms = {1: set(), 2: set()}
        rooms.recheck_rooms(["ticket:2", "ticket:404"])
        assert receive(anna)["refused"] == ["ticket:2"]
        assert nothing_comes(ben)


def test_whoever_may_be_in_a_room_again_is_back_without_asking(desk: Any, rights: Any) -> None:
    with desk.connect(1) as anna, desk.connect(2) as ben:
        desk.watch(anna, "ticket:2", "ticket:99")
        desk.watch(ben, "ticket:1")
        rights.rooms[1] = set()
        rooms.recheck(1)
        assert receive(anna) == {"type": "watching", "rooms": [], "refused": ["ticket:2", "ticket:99"]}
        rights.rooms[1] = {"ticket:1", "ticket:2"}
        rooms.recheck_rooms(["ticket:2"])
        assert receive(anna) == {"type": "watching", "rooms": ["ticket:2"], "refused": ["ticket:99"]}
        rooms.tell("ticket:2", {"type": "changed"})
        assert receive(anna) == {"type": "changed"}
        assert nothing_comes(ben)


def test_whoever_comes_back_hears_first_what_is_so_there(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: set[str] = set()
    monkeypatch.setitem(desk.realtime.access._rooms, "list", lambda person, wanted: allowed.intersection(wanted))
    with desk.connect(1) as anna:
        assert desk.watch(anna, "list:greeted")["refused"] == ["list:greeted"]
        allowed.add("list:greeted")
        rooms.recheck()
        assert receive(anna)["rooms"] == ["list:greeted"]
        assert receive(anna) == {"type": "welcome", "room": "list:greeted"}


def test_what_changes_to_and_fro_while_it_is_asked_for_ends_as_it_is_at_last(desk: Any, rights: Any) -> None:
    """Switched off and on again at once: the late answer to the first question takes nobody out for good."""
    late = Event()

    def held() -> None:
        rights.before_answer = lambda: None
        # The answer "nothing" is known, and comes after the rights are back and the second question was answered.
        assert late.wait(PATIENCE)

    with desk.connect(1) as anna:
        desk.watch(anna, "ticket:1")
        rights.rooms[1], rights.before_answer = set(), held
        rooms.recheck(1)
        assert until(lambda: rights.before_answer is not held)
        rights.rooms[1] = {"ticket:1"}
        rooms.recheck(1)
        time.sleep(0.1)
        late.set()
        assert receive(anna) == {"type": "watching", "rooms": [], "refused": ["ticket:1"]}
        assert receive(anna) == {"type": "watching", "rooms": ["ticket:1"], "refused": []}


@pytest.mark.parametrize(
    "room",
    [
        "ticket:99",
        "ticket:*",
        "ticket:%",
        "ticket:_",
        "ticket",
        "ticket:",
        "*",
        "",
        "!disconnect",
        "unknown:1",
        "ticket:1 ",
        "ticket:1\n",
        "TICKET:1",
        "ticket:1:2",
        "ticket:" + "1" * 100,
        "__proto__:1",
    ],
)
def test_rooms_that_one_may_not_be_in_are_refused(desk: Any, room: str) -> None:
    """sec:W-04: foreign tickets, patterns, names that mean something elsewhere."""
    with desk.connect(2) as ben:
        assert desk.watch(ben, room) == {"type": "watching", "rooms": [], "refused": [room]}


def test_rights_that_are_taken_away_while_they_are_asked_for_do_not_count(desk: Any, rights: Any) -> None:
    def take_away() -> None:
        rights.before_answer = lambda: None
        rights.rooms[1] = set()
        rooms.recheck(1)
        # The word has to reach the loop before the answer does.
        time.sleep(0.1)

    with desk.connect(1) as anna:
        rights.before_answer = take_away
        assert desk.watch(anna, "ticket:1")["rooms"] == []


def test_a_person_whose_rights_change_is_taken_out_of_the_room(desk: Any, rights: Any) -> None:
    """sec:Z-06."""
    with desk.connect(1) as anna, desk.connect(2) as ben:
        desk.watch(anna, "ticket:1", "ticket:2")
        desk.watch(ben, "ticket:1")
        rights.rooms[1] = {"ticket:2"}
        rooms.recheck(1)
        assert receive(anna) == {"type": "watching", "rooms": ["ticket:2"], "refused": ["ticket:1"]}
        rooms.tell("ticket:1", {"type": "changed"})
        assert receive(ben) == {"type": "changed"}
        assert nothing_comes(anna)


def test_an_event_goes_only_to_those_who_may_know_it(desk: Any, rights: Any) -> None:
    """sec:W-04: authorised per event."""
    with desk.connect(1) as anna, desk.connect(2) as ben:
        desk.watch(anna, "list:ticket")
        desk.watch(ben, "list:ticket")
        rights.hidden_from = {2}
        rooms.tell("list:ticket", {"type": "changed", "id": "1"})
        rooms.tell("list:ticket", {"type": "changed", "id": "2", "open": True})
        assert [receive(anna)["id"], receive(anna)["id"]] == ["1", "2"]
        assert receive(ben)["id"] == "2"


def test_what_was_told_before_a_room_was_lost_still_arrives(
    desk: Any, rights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever loses a room hears why: nobody is taken out while words wait for their audience to be asked."""

    def slow(people: frozenset[int], room: str, message: object) -> set[int]:
        # Long enough for whoever would be taken out meanwhile.
        time.sleep(0.1)
        return set(people)

    monkeypatch.setitem(desk.realtime.access.audiences, "ticket", slow)
    with desk.connect(1) as anna:
        desk.watch(anna, "ticket:1")
        rights.rooms[1] = set()
        rooms.tell("ticket:1", {"type": "gone", "id": "1"})
        rooms.recheck(1)
        assert receive(anna) == {"type": "gone", "id": "1"}
        assert receive(anna)["refused"] == ["ticket:1"]


def test_an_audience_that_nobody_can_tell_makes_the_clients_fetch_again(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> set[int]:
        raise RuntimeError("on purpose")

    monkeypatch.setitem(desk.realtime.access.audiences, "list", broken)
    with desk.connect(1) as anna:
        desk.watch(anna, "list:ticket")
        rooms.tell("list:ticket", {"type": "changed"})
        assert close_code(anna) == closing.MISSED


def test_handlers_answer_in_a_thread_with_the_reference_of_the_question(desk: Any) -> None:
    with desk.connect(2) as ben:
        ben.send(json.dumps({"type": "typing", "ref": "a1"}))
        answer = receive(ben)
        assert (answer["type"], answer["person"], answer["ref"]) == ("typed", 2, "a1")
        assert answer["thread"].startswith("socket")


def test_a_handler_that_fails_ends_its_socket_only(desk: Any) -> None:
    with desk.connect(1) as anna, desk.connect(2) as ben:
        ben.send(json.dumps({"type": "typing", "fail": True}))
        assert close_code(ben) == closing.FAILED
        assert nothing_comes(anna)


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://127.0.0.1:1", "http://127.0.0.1.evil", "x"]
)
def test_a_foreign_page_opens_no_socket(desk: Any, origin: str | None) -> None:
    """sec:W-03: a browser says where the page is from."""
    ticket = tickets.issue(10, "s", 1)
    with pytest.raises(InvalidStatus) as refused:
        desk.open(f"?ticket={ticket}", origin=origin)
    assert refused.value.response.status_code == 403
    assert refused.value.response.headers["X-Content-Type-Options"] == "nosniff"
    # The page that the ticket was for has lost nothing.
    with desk.open(f"?ticket={ticket}") as client:
        assert receive(client)["type"] == "hello"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?ticket=",
        "?ticket=wrong",
        "?ticket=" + "a" * 5000,
        "?ticket=%ff%00",
        "?Ticket=x",
        "?ticket=x" + "&a=1" * 50,
    ],
)
def test_without_a_ticket_nobody_comes_in(desk: Any, query: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        desk.open(query, additional_headers={"Cookie": "tandem_session=s"})
    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body)["code"] == "socket.ticket"


def test_two_tickets_are_none(desk: Any) -> None:
    first, second = tickets.issue(10, "s", 1), tickets.issue(10, "s", 1)
    with pytest.raises(InvalidStatus):
        desk.open(f"?ticket={first}&ticket={second}")


def test_a_ticket_holds_for_one_handshake(desk: Any) -> None:
    ticket = tickets.issue(10, "s", 1)
    with desk.open(f"?ticket={ticket}"), pytest.raises(InvalidStatus) as refused:
        desk.open(f"?ticket={ticket}")
    assert refused.value.response.status_code == 403


def test_a_ticket_of_a_session_that_has_ended_is_refused(desk: Any, rights: Any) -> None:
    ticket = tickets.issue(10, "ended", 1)
    rights.ended = {"ended"}
    with pytest.raises(InvalidStatus) as refused:
        desk.open(f"?ticket={ticket}")
    assert refused.value.response.status_code == 403


def test_other_addresses_have_no_socket(desk: Any) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://127.0.0.1:{desk.port}/elsewhere", origin=desk.origin, legacy=True)
    assert refused.value.response.status_code == 404


def test_a_logout_closes_the_sockets_of_its_session_only(desk: Any) -> None:
    with desk.connect(1, "laptop") as laptop, desk.connect(1, "phone") as phone:
        rooms.disconnect(account_id=10, session_key="laptop")
        assert close_code(laptop) == closing.SIGNED_OUT
        assert nothing_comes(phone)
        rooms.disconnect(account_id=10)
        assert close_code(phone) == closing.SIGNED_OUT


def test_a_session_that_ends_silently_is_noticed_within_five_seconds(
    desk: Any, rights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.usual_pause < 5
    with desk.connect(1, "laptop") as laptop, desk.connect(1, "phone") as phone:
        started = time.monotonic()
        rights.ended = {"laptop"}
        assert close_code(laptop) == closing.SIGNED_OUT
        assert time.monotonic() - started < 5
        assert nothing_comes(phone)


def test_an_account_has_a_limited_number_of_sockets(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.realtime.endpoint.PER_ACCOUNT", 1)
    with desk.connect(1), pytest.raises(InvalidStatus) as refused:
        desk.connect(1)
    assert refused.value.response.status_code == 429


def test_whoever_waits_for_an_answer_is_not_taken_for_dead(
    desk: Any, rights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes behind a question is not read before its answer, and the pong of a client that lives lies there."""
    begin, silent, answer, looked = LimitedSocket.__init__, LimitedSocket.keepalive_timeout, Event(), Event()

    def impatient(self: Any, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        self.ping_interval, self.ping_timeout = 0.05, 0.1

    def looking(self: Any) -> None:
        silent(self)
        looked.set()

    monkeypatch.setattr(LimitedSocket, "__init__", impatient)
    monkeypatch.setattr(LimitedSocket, "keepalive_timeout", looking)
    rights.before_answer = lambda: answer.wait(PATIENCE)
    with desk.connect(1) as anna:
        anna.send(json.dumps({"type": "watch", "rooms": ["ticket:1"]}))
        anna.send(json.dumps({"type": "ping"}))
        assert looked.wait(PATIENCE)
        answer.set()
        assert [receive(anna)["type"], receive(anna)["type"]] == ["watching", "pong"]


def test_everybody_is_told_that_other_nodes_are_not_heard(desk: Any) -> None:
    """Whoever looks at a screen asks by themselves until the gap that ends it."""
    with desk.connect(1) as anna, desk.connect(2) as ben:
        bus().tell_alone()  # type: ignore[attr-defined]
        assert [receive(anna), receive(ben)] == [{"type": "paused"}] * 2


def test_a_gap_makes_everybody_fetch_again(desk: Any, rights: Any) -> None:
    """sec:W-06."""
    with desk.connect(1) as anna, desk.connect(2) as ben:
        anna.send(json.dumps({"type": "watch", "rooms": ["ticket:1", "ticket:2"]}))
        assert receive(anna)["type"] == "watching"
        rights.rooms[1] = {"ticket:2"}
        bus().tell_gap()  # type: ignore[attr-defined]
        assert [receive(anna), receive(ben)] == [{"type": "missed"}] * 2
        # A word about rights may have been among those that were lost.
        assert receive(anna) == {"type": "watching", "rooms": ["ticket:2"], "refused": ["ticket:1"]}
        ben.send(json.dumps({"type": "ping"}))
        assert receive(ben) == {"type": "pong"}
    assert desk.empty()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "1",
        "null",
        '{"type": 1}',
        '{"rooms": []}',
        '{"type": "nonsense"}',
        '{"type": "watch"}',
        '{"type": "watch", "rooms": "ticket:1"}',
        '{"type": "watch", "rooms": [1]}',
        '{"type": "watch", "rooms": [{"a": 1}]}',
        json.dumps({"type": "watch", "rooms": ["ticket:1"] * 300}),
        '{"type": "ping", "ref": {"a": 1}}',
        '{"type": "ping", "ref": "' + "a" * 100 + '"}',
        '{"type": "__class__"}',
        "[" * 50_000,
        b"\x00\xff",
    ],
)
def test_what_is_no_message_is_answered_and_forgiven_a_few_times(desk: Any, text: str | bytes) -> None:
    with desk.connect(1) as anna:
        anna.send(text)
        assert receive(anna)["type"] == "error"
        assert nothing_comes(anna)
        for _ in range(conversation.MALFORMED):
            anna.send(text)
        assert close_code(anna) == closing.MALFORMED


def test_more_messages_than_a_person_can_cause_end_the_socket(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "MESSAGES", 20)
    with desk.connect(1) as anna:
        try:
            for _ in range(40):
                anna.send('{"type": "ping"}')
        except ConnectionClosed:
            pass
        assert close_code(anna) == closing.TOO_MANY


def test_a_socket_that_says_nothing_is_closed(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "IDLE", 0.1)
    with desk.connect(1) as anna:
        assert close_code(anna) == closing.IDLE


def test_rooms_of_one_socket_are_limited(desk: Any, rights: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "ROOMS", 2)
    rights.rooms[1] = {f"ticket:{n}" for n in range(9)}
    with desk.connect(1) as anna:
        assert len(desk.watch(anna, "ticket:1", "ticket:2")["rooms"]) == 2
        assert desk.watch(anna, "ticket:1", "ticket:2", "ticket:3")["type"] == "error"
        assert desk.watch(anna, "ticket:3")["rooms"] == ["ticket:3"]
