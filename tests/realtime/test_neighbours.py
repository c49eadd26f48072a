from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tandem.kernel.models import Event
from tandem.kernel.pipeline import Outcome
from tandem.realtime import neighbours
from tandem.realtime.neighbours import Told, tell_missed
from tests.patience import PATIENCE, until

if TYPE_CHECKING:
    from tests.world import World

heard: list[Outcome] = []


def listener(outcome: Outcome) -> None:
    heard.append(outcome)


def failing(outcome: Outcome) -> None:
    raise RuntimeError("on purpose")


@pytest.fixture(autouse=True)
def nothing_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    heard.clear()
    settings.AFTER_COMMIT = []
    monkeypatch.setattr(neighbours, "TOLD", Told())


@pytest.fixture
def tell(settings: Any) -> Callable[[], int]:
    """`tell_missed` with listeners that the test's own commands, which stand for another process, do not have."""

    def told() -> int:
        settings.AFTER_COMMIT = [f"{__name__}.failing", f"{__name__}.listener"]
        try:
            return tell_missed()
        finally:
            settings.AFTER_COMMIT = []

    return told


def test_runs_of_other_processes_are_told_once_in_order(world: World, tell: Callable[[], int]) -> None:
    neighbours.TOLD.add(Event.objects.values_list("change_id", flat=True))
    ticket = world.open_ticket(subject="a")
    outcome = world.edit(ticket, world.ben, subject=("a", "b"))
    assert tell() == 2
    assert [event.seq for event in heard[1].events] == [event.seq for event in outcome.events]
    assert heard[0].events[0].id < heard[1].events[0].id
    assert tell() == 0


def test_more_runs_than_one_portion_are_all_told_in_order(
    world: World, tell: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "_PORTION", 3, raising=False)
    neighbours.TOLD.add(Event.objects.values_list("change_id", flat=True))
    made = [world.open_ticket(subject=f"{number}").id for number in range(8)]
    assert tell() == 8
    assert [outcome.events[0].stream_id for outcome in heard] == made
    assert tell() == 0


def test_a_look_that_finds_hundreds_of_runs_forgets_none(db: None, tell: Callable[[], int]) -> None:
    fields: dict[str, Any] = {"stream_kind": "ticket", "stream_id": 5, "at": 0, "kind": "x", "actor_kind": "system"}
    Event.objects.bulk_create([Event(seq=number, change_id=number, **fields) for number in range(1, 521)])
    assert tell() == 520
    assert len(heard) == 520


def test_own_runs_are_not_told_again(world: World, tell: Callable[[], int]) -> None:
    neighbours.TOLD.add(Event.objects.values_list("change_id", flat=True))
    ticket = world.open_ticket(subject="a")
    tell()
    heard.clear()
    neighbours.remember(world.edit(ticket, world.ben, subject=("a", "b")))
    assert tell() == 0
    assert heard == []


def test_what_is_remembered_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_REMEMBERED", 3)
    told = Told()
    told.add(range(5))
    assert told.missing(range(5)) == {0, 1}


@pytest.mark.django_db(transaction=True)
def test_a_commit_on_another_connection_is_told_within_a_second(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread's own connection stands for the server's process, the test's for the other one."""
    monkeypatch.setattr(neighbours, "EVERY", 0.05)
    settings.REDIS_URL = ""
    settings.AFTER_COMMIT = [f"{__name__}.listener"]
    stop = threading.Event()
    lookout = neighbours.Neighbours()

    def body() -> None:
        lookout.run(stop)
        connection.close()

    thread = threading.Thread(target=body)
    thread.start()
    try:
        assert lookout.begun.wait(PATIENCE)
        fields: dict[str, Any] = {"stream_kind": "ticket", "stream_id": 5, "at": 0, "actor_kind": "system"}
        Event.objects.create(seq=1, change_id=7, kind="ticket.opened", **fields)
        assert until(lambda: heard)
        assert [event.stream_id for event in heard[0].events] == [5]
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_with_redis_there_is_nothing_to_look_for(settings: Any) -> None:
    """Every process publishes to all of them; the look-out only waits for its end, without a word to the database."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    stop = threading.Event()
    stop.set()
    lookout = neighbours.Neighbours()
    lookout.run(stop)
    assert not lookout.begun.is_set()
