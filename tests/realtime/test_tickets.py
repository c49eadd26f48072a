from __future__ import annotations

import threading

import pytest

from tandem.realtime import tickets
from tandem.realtime.tickets import LocalStore, Ticket
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def fresh_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "_made", LocalStore())


def test_a_ticket_says_for_whom_it_is_once() -> None:
    text = tickets.issue(10, "session", 1)
    assert tickets.redeem(text) == Ticket(account_id=10, person_id=1, session_key="session")
    assert tickets.redeem(text) is None


@pytest.mark.parametrize("text", ["", "wrong", "a" * 10_000, "\x00", "\ud800"])
def test_what_is_no_ticket_stands_for_nobody(text: str) -> None:
    assert tickets.redeem(text) is None


def test_a_ticket_holds_for_thirty_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("tandem.realtime.tickets.time.monotonic", lambda: now[0])
    early, late = tickets.issue(1, "s", 1), tickets.issue(2, "s", 2)
    now[0] += 29.9
    assert tickets.redeem(early) is not None
    now[0] += 0.2
    assert tickets.redeem(late) is None


def test_tickets_cannot_be_guessed_or_read_from_the_store() -> None:
    store = LocalStore()
    texts = {tickets.issue(1, "s", 1) for _ in range(100)}
    assert len(texts) == 100
    assert all(len(text) >= 43 for text in texts)
    tickets._made = store
    text = tickets.issue(1, "s", 1)
    assert text not in repr(store._tickets)


def test_the_store_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "_OPEN", 5)
    texts = [tickets.issue(number, "s", number) for number in range(8)]
    assert [tickets.redeem(text) is not None for text in texts] == [False] * 3 + [True] * 5


def test_only_one_of_many_handshakes_gets_the_ticket() -> None:
    text = tickets.issue(1, "s", 1)
    got: list[Ticket | None] = []
    threads = [threading.Thread(target=lambda: got.append(tickets.redeem(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len([ticket for ticket in got if ticket]) == 1
