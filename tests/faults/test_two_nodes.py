"""Two nodes serve one desk: what happens on one is known on the other, also when one of them dies (R-14)."""

from __future__ import annotations

import signal
import uuid

from tandem.collision.presence import times
from tests.faults.house import House
from tests.faults.people import TYPING, VIEWING, Agent, Tab, within

#: Seconds: a bound against hanging on a machine that is busy with other tests.
PATIENT = 15.0


def test_what_happens_on_one_node_is_known_on_the_other(house: House) -> None:
    ticket = house.ticket()
    ben, sam, ana = Agent(house, "ben", house.one), Agent(house, "sam", house.two), Agent(house, "ana", house.two)
    on_one = ben.on(house.one, ticket)
    on_two = sam.on(house.two, ticket, TYPING)
    listing = ana.open_tab(house.two, f"row:{ticket.id}", "tickets", ticket_from=house.one)
    both = {ben.id: None, sam.id: "reply"}
    assert within(PATIENT, lambda: on_one.sees() == on_two.sees() == both), (on_one.sees(), on_two.sees())
    assert within(PATIENT, lambda: listing.row() == {ben.id: "eye", sam.id: "pen"}), listing.row()
    on_one.says_here(ticket, {**VIEWING, "writing": "note", "note": True})
    assert within(PATIENT, lambda: on_two.sees()[ben.id] == "note"), on_two.sees()
    assert within(PATIENT, lambda: listing.row()[ben.id] == "note"), listing.row()

    seq = ben.seq(house.one, ticket)
    assert ben.reply(house.one, ticket, seq).status_code == 201
    assert sam.seq(house.two, ticket) > seq, "what was answered ok is there on every node (R-14)"
    tabs = (on_one, on_two, listing)
    assert within(PATIENT, lambda: all(max(tab.seqs(), default=0) > seq for tab in tabs)), [tab.heard for tab in tabs]
    for tab in tabs:
        tab.close()


def test_colleagues_on_two_nodes_talk(house: House) -> None:
    ticket = house.ticket()
    ben, sam = Agent(house, "ben", house.one), Agent(house, "sam", house.two)
    on_one, on_two = ben.on(house.one, ticket), sam.on(house.two, ticket, TYPING)
    assert within(PATIENT, lambda: len(on_one.sees()) == len(on_two.sees()) == 2)
    talk = ben.call(house.one, "POST", f"/tickets/{ticket.number}/chats", {"person_id": sam.id})
    assert talk.status_code == 201, talk.text
    chat = talk.json()["id"]
    line = {"text": "Shall I?", "client_id": uuid.uuid4().hex}
    assert ben.call(house.one, "POST", f"/chats/{chat}/lines", line).status_code == 201
    assert within(PATIENT, lambda: on_two.of("chat")), on_two.heard
    assert [one["text"] for one in sam.read(house.two, f"/chats/{chat}")["lines"] if one["text"]] == ["Shall I?"]

    proposed = ben.call(house.one, "POST", f"/chats/{chat}/moves", {"move": "i_answer", "client_id": uuid.uuid4().hex})
    assert proposed.status_code == 201, proposed.text
    move = proposed.json()["lines"][-1]["id"]
    agreed = sam.call(house.two, "POST", f"/chats/{chat}/moves/{move}/answer", {"accept": True})
    assert agreed.status_code == 200, agreed.text
    # The lease goes to a tab on the other node than the one that was asked.
    assert within(PATIENT, lambda: _lease(on_one) == _lease(on_two) == ben.id), (_lease(on_one), _lease(on_two))
    on_one.close()
    on_two.close()


def _lease(tab: Tab) -> str | None:
    lease = tab.of("presence")[-1]["lease"]
    return None if lease is None else lease["person"]


def test_a_new_node_knows_at_once_who_is_there(house: House) -> None:
    ticket = house.ticket()
    ben, sam = Agent(house, "ben", house.one), Agent(house, "sam", house.one)
    on_one = ben.on(house.one, ticket, TYPING)
    house.two.end()
    house.two.start()
    on_two = sam.on(house.two, ticket)
    # Sooner than by the words that nodes say anyway, every so often.
    assert within(times.NODE_BEAT / 2_000, lambda: on_two.sees() == {ben.id: "reply", sam.id: None}), on_two.heard
    on_one.close()
    on_two.close()


def test_a_node_that_dies_leaves_nobody_behind(house: House) -> None:
    ticket = house.ticket()
    ben, sam, ana = (Agent(house, name, house.one) for name in ("ben", "sam", "ana"))
    stays, there = sam.on(house.one, ticket), sam.on(house.two, ticket)
    dies = ben.on(house.two, ticket, TYPING)
    listing = ana.open_tab(house.one, f"row:{ticket.id}")
    assert within(PATIENT, lambda: stays.sees() == {sam.id: None, ben.id: "reply"}), stays.sees()
    assert within(PATIENT, lambda: listing.row() == {sam.id: "eye", ben.id: "pen"}), listing.row()
    try:
        house.two.end(signal.SIGKILL)
        assert within(PATIENT, lambda: there.closed and dies.closed)
        assert within(times.NODE_LIFETIME / 1_000 + PATIENT, lambda: stays.sees() == {sam.id: None}), stays.sees()
        assert within(PATIENT, lambda: listing.row() == {sam.id: "eye"}), listing.row()
        assert _lease(stays) is None
        visits = [act for act in stays.of("presence")[-1]["acts"] if (act["act"], act["person"]) == ("viewed", sam.id)]
        assert len(visits) == 1, "two tabs on two nodes were one person all the while"
        assert ben.reply(house.one, ticket, ben.seq(house.one, ticket)).status_code == 201
    finally:
        house.two.start()
    again = ben.on(house.two, ticket)
    assert within(PATIENT, lambda: stays.sees() == again.sees() == {sam.id: None, ben.id: None}), stays.sees()
    for tab in (stays, again, listing):
        tab.close()
