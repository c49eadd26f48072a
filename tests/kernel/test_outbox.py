"""Effects: stored once, in order within a lane, carried out by one worker at a time, never stuck behind a bad one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from tandem.infra import clock
from tandem.kernel import outbox, worker
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import EffectRequest
from tandem.kernel.effects import Bottleneck, Claim, ClaimLost, Retry, effect_kinds
from tandem.kernel.models import Effect
from tandem.kernel.pipeline import run
from tests.kernel.test_once import together
from tests.kernel.toy import wiring
from tests.kernel.toy.models import Boat
from tests.kernel.toy.wiring import Do, launch
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db
NOW = 1_000_000


def put(key: str, kind: str = "salute", *, lane: str | None = None, not_before: int = 0, **payload: str) -> int:
    outbox.enqueue([EffectRequest(kind, key, payload, lane, not_before)], NOW)
    return Effect.objects.values_list("id", flat=True).get(kind=kind, key=key)


def state(effect: int) -> str:
    return Effect.objects.values_list("state", flat=True).get(id=effect)


def claimed(now: int = NOW) -> Any:
    held = outbox.claim(now)
    assert held is not None
    return held


def test_asked_for_twice_is_enqueued_once() -> None:
    put("one", behave="first")
    put("one", behave="second")
    put("one", kind="shot")
    assert Effect.objects.count() == 2
    assert Effect.objects.get(kind="salute").payload == {"behave": "first"}


def test_an_unknown_kind_is_an_error_of_the_program() -> None:
    with pytest.raises(RuntimeError, match="no such effect kind"):
        put("one", kind="unheard")


def test_a_claim_takes_the_oldest_due_row_once() -> None:
    late, early = put("late"), put("early")
    Effect.objects.filter(id=late).update(not_before=NOW + 1)
    held = claimed()
    assert (held.id, held.kind, held.key, held.attempts, held.fence) == (early, "salute", "early", 1, 1)
    assert outbox.claim(NOW) is None
    assert claimed(NOW + 1).id == late


def test_a_kind_of_another_version_waits_for_it() -> None:
    Effect.objects.create(kind="future", key="1", payload={}, created_at=NOW)
    Effect.objects.create(kind="future", key="2", payload={}, created_at=NOW, state="claimed", lease_until=1)
    known = put("one")
    assert claimed().id == known
    assert outbox.claim(NOW) is None
    assert outbox.reap(NOW) == 0


def test_a_lane_keeps_its_order() -> None:
    first, second, other = put("1", lane="a"), put("2", lane="a"), put("3", lane="b")
    held = claimed()
    assert held.id == first
    assert claimed().id == other
    assert outbox.claim(NOW) is None, "the second waits while the first is under way"
    outbox.give_back(held, effect_kinds()["salute"], "not now", 60_000)
    assert outbox.claim(NOW) is None, "and while it waits for its next attempt"
    Effect.objects.filter(id=first).update(not_before=0)
    held = claimed()
    assert held.id == first
    assert outbox.finish(held)
    assert claimed().id == second


def test_without_a_lane_nobody_waits() -> None:
    put("1")
    put("2")
    assert {claimed().key, claimed().key} == {"1", "2"}


def test_what_is_parked_leaves_its_lane_until_it_is_released() -> None:
    first, second = put("1", lane="a"), put("2", lane="a")
    outbox.park(claimed(), "needs a person")
    assert (state(first), Effect.objects.get(id=first).last_error) == ("parked", "needs a person")
    assert claimed().id == second
    assert outbox.release(first)
    assert not outbox.release(first)
    assert not outbox.release(second)
    row = Effect.objects.get(id=first)
    assert (row.state, row.attempts, row.finished_at) == ("queued", 0, None)
    assert claimed().id == first


def test_an_expired_lease_queues_again_and_the_zombie_cannot_finish() -> None:
    effect = put("1")
    zombie = claimed()
    assert outbox.reap(NOW + outbox.LEASE_MS) == 0
    assert outbox.reap(NOW + outbox.LEASE_MS + 1) == 1
    assert state(effect) == "queued"
    assert not outbox.renew(zombie)
    assert not outbox.finish(zombie)
    held = claimed(clock.now_ms())
    assert (held.id, held.attempts) == (effect, 2)
    assert held.fence > zombie.fence
    outbox.give_back(zombie, effect_kinds()["salute"], "I am late")
    outbox.park(zombie, "I am late")
    assert not outbox.finish(zombie)
    assert state(effect) == "claimed"
    assert outbox.finish(held)
    assert state(effect) == "done"


def test_a_renewed_lease_is_not_reaped() -> None:
    put("1")
    held = claimed()
    with clock.travelling(lambda: NOW + outbox.LEASE_MS):
        assert outbox.renew(held)
    assert outbox.reap(NOW + outbox.LEASE_MS + 1) == 0


@pytest.mark.parametrize(
    ("kind", "payload", "after"),
    [
        ("mail", {"doubt": "not begun"}, "queued"),
        ("mail", {"doubt": "begun"}, "parked"),
        ("mail", {"doubt": "fails"}, "parked"),
        ("shot", {}, "parked"),
        ("salute", {}, "queued"),
    ],
)
def test_what_must_never_be_in_doubt_is_not_repeated(kind: str, payload: dict[str, str], after: str) -> None:
    effect, another = put("1", kind=kind, **payload), put("2")
    claimed()
    claimed()
    assert outbox.reap(NOW + outbox.LEASE_MS + 1) == 2
    assert (state(effect), state(another)) == (after, "queued"), "whatever happens to one, the others are dealt with"


def test_a_claim_that_is_lost_again_and_again_is_parked() -> None:
    effect = put("1")
    for _ in range(3):
        Effect.objects.update(not_before=0)
        claimed()
        outbox.reap(NOW + outbox.LEASE_MS + 1)
    assert state(effect) == "parked"


# --- Carrying out


def test_done_is_done() -> None:
    effect = put("1")
    assert worker.carry_out_one()
    assert not worker.carry_out_one()
    row = Effect.objects.get(id=effect)
    assert (row.state, row.last_error, row.attempts) == ("done", "", 1)
    assert row.finished_at is not None
    assert wiring.carried_out == ["1"]


def at(moment: int, action: Callable[[], Any]) -> Any:
    with clock.travelling(lambda: moment):
        return action()


def test_what_is_done_keeps_nothing_of_what_it_was_to_do() -> None:
    done, parked = put("1", words="private"), put("2", behave="park")
    assert worker.drain() == 2
    payloads = dict(Effect.objects.values_list("id", "payload"))
    assert payloads == {done: {}, parked: {"behave": "park"}}


def test_a_failure_waits_longer_each_time_and_parks_in_the_end() -> None:
    effect = put("1", behave="fail")
    waits = []
    now = NOW
    for _ in range(2):
        assert at(now, worker.carry_out_one)
        row = Effect.objects.get(id=effect)
        assert row.state == "queued"
        waits.append(row.not_before - now)
        assert not at(row.not_before - 1, worker.carry_out_one)
        now = row.not_before
    assert at(now, worker.carry_out_one)
    row = Effect.objects.get(id=effect)
    assert waits == [1_000, 2_000]
    assert (row.state, len(row.last_error)) == ("parked", 2_000)
    assert row.last_error.startswith("ValueError: xxx")


def test_a_handler_may_choose_its_delay_or_park() -> None:
    retried, parked = put("1", behave="retry"), put("2", behave="park")
    assert at(NOW, worker.drain) == 2
    assert Effect.objects.get(id=retried).not_before == NOW + 5_000
    assert (state(parked), Effect.objects.get(id=parked).last_error) == ("parked", "needs a person")


def test_delays_double_up_to_a_ceiling() -> None:
    kind = effect_kinds()["salute"]
    assert [kind.delay_ms(attempts) for attempts in (0, 1, 2, 5, 10_000)] == [1_000, 2_000, 3_000, 3_000, 3_000]


def test_poison_does_not_stop_the_rows_behind_it() -> None:
    put("bad", behave="fail")
    for number in range(5):
        put(f"good {number}")
    assert worker.drain() == 6
    assert set(Effect.objects.filter(state="done").values_list("key", flat=True)) == {f"good {n}" for n in range(5)}


def test_an_idle_worker_knows_how_long_it_may_sleep() -> None:
    assert outbox.next_due(NOW) is None
    put("1", lane="a", not_before=NOW + 500)
    put("2", lane="a")
    assert outbox.next_due(NOW) == NOW + 500, (
        "the second is due and waits for its lane: no reason to look again at once"
    )


@pytest.mark.django_db(transaction=True)
def test_an_effect_of_a_transaction_that_fails_never_was() -> None:
    class Halt(Exception):
        pass

    try:
        with transaction.atomic():
            put("1")
            raise Halt
    except Halt:
        pass
    assert not Effect.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_workers_carry_out_each_effect_once() -> None:
    for number in range(40):
        put(str(number), lane=f"lane {number % 3}" if number % 2 else None)

    def work() -> int:
        done = 0
        while worker.carry_out_one():
            done += 1
        return done

    together(work, work, work)
    while worker.carry_out_one():  # a worker leaves while a lane is still busy
        pass
    assert sorted(wiring.carried_out, key=int) == [str(number) for number in range(40)]
    for lane in range(3):
        order = [int(key) for key in wiring.carried_out if int(key) % 2 and int(key) % 3 == lane]
        assert order == sorted(order)
    assert not Effect.objects.exclude(state="done").exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_run_finished_is_done_and_a_lost_claim_undoes_its_run() -> None:
    """The effect and what was done for it are one fact: whoever lost the claim has changed nothing."""
    effect = put("1")
    zombie = claimed()
    outbox.reap(NOW + outbox.LEASE_MS + 1)
    held = claimed(clock.now_ms())
    with pytest.raises(ClaimLost):
        run(Do(launch("twice")), SYSTEM, zombie)
    assert state(effect) == "claimed"
    run(Do(launch("once")), SYSTEM, held)
    assert state(effect) == "done"
    assert not outbox.finish(held)
    assert list(Boat.objects.values_list("name", flat=True)) == ["once"]


def test_a_worker_that_lost_its_claim_leaves_the_effect_to_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(held: Claim) -> None:
        outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
        run(Do(launch()), SYSTEM, held)

    monkeypatch.setitem(effect_kinds(), "salute", wiring.EffectKind("salute", handle))
    effect = put("1")
    assert worker.carry_out_one()
    assert state(effect) == "queued" and not Boat.objects.exists()


def test_an_attempt_that_says_nothing_of_the_effect_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(_held: Claim) -> None:
        raise Retry("no disk", 0, counts=False)

    monkeypatch.setitem(effect_kinds(), "salute", wiring.EffectKind("salute", handle, max_attempts=1))
    effect = put("1")
    for _time in range(3):
        assert worker.carry_out_one()
    row = Effect.objects.get(id=effect)
    assert (row.state, row.attempts, row.last_error) == ("queued", 0, "no disk")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("threads", "waiting"), [(1, 1), (2, 1), (4, 2)])
def test_what_waits_for_a_bottleneck_holds_its_share_of_the_workers(
    threads: int, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both kinds wait for the same thing, which does not move; the third goes on unless there is a single worker."""
    moves, slow, quick = threading.Event(), [], threading.Semaphore(0)
    bottleneck = Bottleneck("server", 0.5)

    def wait(held: Claim) -> None:
        slow.append(held.key)
        assert moves.wait(PATIENCE)

    for name in ("mail", "shot"):
        monkeypatch.setitem(effect_kinds(), name, wiring.EffectKind(name, wait, waits_for=bottleneck))
    monkeypatch.setitem(effect_kinds(), "salute", wiring.EffectKind("salute", lambda _held: quick.release()))
    for number in range(6):
        put(str(number), kind="shot" if number % 2 else "mail")
    workers = worker.Workers(threads)
    workers.start()
    try:
        assert until(lambda: len(slow) == waiting)
        if threads > 1:
            put("quick")
            assert quick.acquire(timeout=PATIENCE)
        assert len(slow) == waiting
        moves.set()
        assert until(lambda: not Effect.objects.exclude(state="done").exists())
    finally:
        moves.set()
        workers.stop(PATIENCE)
    assert sorted(slow) == [str(number) for number in range(6)]


@pytest.mark.django_db(transaction=True)
def test_the_worker_threads_wake_up_on_commit_and_stop() -> None:
    workers = worker.Workers(threads=2)
    workers.start()
    try:
        put("1")
        put("2", not_before=clock.now_ms() + 50)
        over = threading.Event()
        for _ in range(100):
            if Effect.objects.filter(state="done").count() == 2:
                break
            over.wait(0.05)
    finally:
        workers.stop(5)
    assert sorted(wiring.carried_out) == ["1", "2"]
    assert Effect.objects.filter(state="done").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_survives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither claiming nor asking how long to sleep may end its thread."""
    from django.db import OperationalError

    away = threading.Event()
    peek, next_due = outbox.peek, outbox.next_due
    tried: list[str] = []

    def unless_away(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any) -> Any:
            if away.is_set():
                tried.append(name)
                raise OperationalError("gone")
            return real(*arguments)

        return act

    monkeypatch.setattr(outbox, "peek", unless_away("peek", peek))
    monkeypatch.setattr(outbox, "next_due", unless_away("next_due", next_due))
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)
    away.set()
    workers = worker.Workers(threads=1)
    workers.start()
    try:
        pause = threading.Event()
        for _ in range(100):
            if tried:
                break
            pause.wait(0.02)
        assert tried
        away.clear()
        put("1")
        for _ in range(100):
            if wiring.carried_out:
                break
            pause.wait(0.02)
    finally:
        workers.stop(5)
    assert wiring.carried_out == ["1"]
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_slow_handler_keeps_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """The heartbeat renews what is under way, and only that."""
    monkeypatch.setattr(outbox, "HEARTBEAT_SECONDS", 0.02)
    monkeypatch.setattr(worker, "_heartbeats", worker._Heartbeats())
    renewed: list[int] = []
    monkeypatch.setattr(outbox, "renew", lambda held: renewed.append(held.id))
    slow, over = put("slow"), threading.Event()

    def handle(_kind: object) -> None:
        for _ in range(200):
            if len(renewed) >= 2:
                return
            over.wait(0.02)

    monkeypatch.setitem(effect_kinds(), "salute", wiring.EffectKind("salute", handle))
    assert worker.carry_out_one()
    beats = len(renewed)
    assert beats >= 2
    assert set(renewed) == {slow}
    over.wait(0.1)
    assert len(renewed) <= beats + 1, "nothing is renewed when nothing is under way"
