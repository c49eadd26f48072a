"""A request counts once, however often and however simultaneously it comes; a deadlock is nobody's error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection

from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid
from tandem.kernel.models import DoneOnce, Event
from tandem.kernel.pipeline import MAX_REPEATS, Outcome, run
from tests.kernel.toy.models import Boat
from tests.kernel.toy.wiring import CAPTAIN, Do, change, launch


def named(*keys: str, body: Any = "the same") -> Do:
    return Do(launch(), names=[Once.of("actor", key, body) for key in keys])


@pytest.mark.django_db
def test_a_repetition_answers_with_the_first_result() -> None:
    first, second = run(named("k"), SYSTEM), run(named("k"), SYSTEM)
    assert (first.replayed, second.replayed) == (False, True)
    assert first.result == second.result
    assert Boat.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    run(named("k"), SYSTEM)
    with pytest.raises(Invalid) as refusal:
        run(named("k", body="another"), SYSTEM)
    assert refusal.value.code == "idempotency.mismatch"
    assert Boat.objects.count() == 1


@pytest.mark.django_db
def test_bodies_are_compared_by_meaning() -> None:
    assert Once.of("s", "k", {"a": 1, "b": [2]}) == Once.of("s", "k", {"b": [2], "a": 1})
    assert Once.of("s", "k", {"a": 1}) != Once.of("s", "k", {"a": "1"})


@pytest.mark.django_db
def test_either_of_two_names_is_enough() -> None:
    first = run(named("key", "client"), SYSTEM)
    assert run(named("other", "client"), SYSTEM).result == first.result
    assert run(named("key"), SYSTEM).result == first.result
    assert run(named("other"), SYSTEM).result != first.result


@pytest.mark.django_db
def test_scopes_are_apart() -> None:
    for scope in ("one", "two"):
        run(Do(launch(), names=[Once(scope, "k", "digest")]), SYSTEM)
    assert Boat.objects.count() == 2


@pytest.mark.django_db
def test_a_failure_is_not_remembered() -> None:
    failing = Do(_fail, names=[Once.of("actor", "k", "the same")])
    with pytest.raises(ZeroDivisionError):
        run(failing, SYSTEM)
    assert not DoneOnce.objects.exists()
    assert not run(named("k"), SYSTEM).replayed


def _fail(_run: Run) -> ChangeSet:
    raise ZeroDivisionError


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Run in threads with connections of their own; results in order."""

    def act(action: Callable[[], Any]) -> Any:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_key_make_one_record() -> None:
    """On PostgreSQL both get as far as planning; the loser of the unique index plans again and finds the winner's result."""
    both = threading.Barrier(2)

    def meet(_run: Run) -> None:
        try:
            both.wait(0.5)
        except threading.BrokenBarrierError:
            assert connection.vendor == "sqlite" or both.broken

    def one() -> Outcome:
        return run(Do(launch(), names=[Once.of("actor", "k", 1)], reads=meet), SYSTEM)

    outcomes = together(one, one)
    assert Boat.objects.count() == DoneOnce.objects.count() == Event.objects.count() == 1
    assert {outcome.result_id for outcome in outcomes} == {Boat.objects.get().id}
    assert sorted(outcome.replayed for outcome in outcomes) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_edits_from_many_threads_lose_nothing() -> None:
    """Plans read under the lock: no update is lost and no seq is given twice."""
    ref = run(Do(launch()), SYSTEM).result
    assert ref is not None

    def count_up() -> None:
        for _ in range(10):
            run(Do(lambda current: change(ref, length=current.before(ref, "length") + 1)(current), on=[ref]), CAPTAIN)

    together(count_up, count_up, count_up)
    row = Boat.objects.get(id=ref.id)
    assert (row.length, row.seq, row.version) == (30, 31, 31)
    seqs = list(Event.objects.filter(stream_id=ref.id).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 32))


@pytest.mark.django_db(transaction=True)
def test_targets_are_locked_in_one_order() -> None:
    """Named in opposite orders by two commands, they do not lock each other out."""
    one, two = (run(Do(launch(name)), SYSTEM).result for name in "ab")
    assert one is not None and two is not None

    def rename(on: tuple[Ref, ...], name: str) -> Do:
        changes = ChangeSet()
        for ref in on:
            changes.set(ref, "name", None, name)
        return Do(lambda _: changes, on=on)

    def swap(*on: Ref) -> Callable[[], None]:
        def act() -> None:
            for number in range(10):
                run(rename(on, str(number)), CAPTAIN)

        return act

    together(swap(one, two), swap(two, one))
    assert set(Boat.objects.values_list("version", flat=True)) == {21}


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_repeated() -> None:
    """Each holds its own boat and reads the other's under a lock: PostgreSQL chooses a victim, which then succeeds."""
    if connection.vendor == "sqlite":
        # One writer at a time: here a deadlock cannot arise, and the same code is shown the error that PostgreSQL raises.
        _raised_deadlock()
        return
    one, two = (run(Do(launch(name)), SYSTEM).result for name in "ab")
    assert one is not None and two is not None
    first_time = threading.Barrier(2)
    plans: list[Ref] = []

    def holding(own: Ref, other: Ref) -> Callable[[], Outcome]:
        def reads(_run: Run) -> None:
            plans.append(own)
            if not first_time.broken and plans.count(own) == 1:
                first_time.wait(10)
            list(Boat.objects.filter(id=other.id).select_for_update())

        return lambda: run(Do(change(own, name="done"), on=[own], reads=reads), CAPTAIN)

    together(holding(one, two), holding(two, one))
    # A victim that comes back before the winner has woken up is chosen again.
    assert 3 <= len(plans) <= 2 + MAX_REPEATS
    assert set(Boat.objects.values_list("name", "version")) == {("done", 2)}


class _Deadlock(Exception):
    sqlstate = "40P01"


def _raised_deadlock() -> None:
    left = [2]

    def reads(_run: Run) -> None:
        if left[0]:
            left[0] -= 1
            raise OperationalError("deadlock detected") from _Deadlock()

    run(Do(launch(), reads=reads), SYSTEM)
    assert Boat.objects.count() == 1
    left[0] = 10
    with pytest.raises(OperationalError):
        run(Do(launch(), reads=reads), SYSTEM)
    assert left[0] == 6


@pytest.mark.django_db
def test_another_operational_error_is_not_repeated() -> None:
    plans = []

    def reads(_run: Run) -> None:
        plans.append(1)
        raise OperationalError("disk full")

    with pytest.raises(OperationalError):
        run(Do(launch(), reads=reads), SYSTEM)
    assert len(plans) == 1
