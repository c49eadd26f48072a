"""Workers: threads that claim effects, carry them out, and a tender that fires timers and reaps lost claims."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection

from tandem.infra import clock, disk, metrics, stop_points
from tandem.kernel import outbox, timers
from tandem.kernel.effects import Claim, ClaimLost, EffectKind, Park, Retry, effect_kinds
from tandem.kernel.recurring import Recurring

log = logging.getLogger("tandem.worker")

#: An idle worker looks by itself this often: a lost wake-up costs no more.
POLL_SECONDS = 1.0
TEND_SECONDS = 1.0


def carry_out_one() -> bool:
    """Claim and carry out one due effect in this thread; False when there was none."""
    held = outbox.claim()
    if held is not None:
        _carry_out(held)
    return held is not None


def _carry_out(held: Claim) -> None:
    stop_points.reach("after_claim")
    with _heartbeats.of(held):
        _handle(held)


def _handle(held: Claim) -> None:
    kind = effect_kinds()[held.kind]
    try:
        kind.handle(held)
    except Retry as wish:
        outbox.give_back(held, kind, str(wish), wish.delay_ms, counts=wish.counts)
        metrics.EFFECTS.labels(held.kind, "retried").inc()
    except ClaimLost:
        log.warning("effect %s %s was taken over by another worker", held.kind, held.id)
    except Park as wish:
        outbox.park(held, str(wish))
        metrics.EFFECTS.labels(held.kind, "parked").inc()
        log.warning("effect %s %s was set aside", held.kind, held.id)
    except Exception as error:
        # A poisoned row is pushed away before anybody sees the error: it must not stop the rows behind it.
        # A full disk says nothing about the effect itself.
        outbox.give_back(held, kind, f"{type(error).__name__}: {error}", counts=not disk.is_full(error))
        metrics.EFFECTS.labels(held.kind, "failed").inc()
        log.exception("effect %s %s failed", held.kind, held.id)
    else:
        stop_points.reach("before_finish")
        # Nothing is left to mark where a run has finished it together with what it changed.
        outbox.finish(held)
        metrics.EFFECTS.labels(held.kind, "done").inc()
        log.debug("effect %s %s was carried out", held.kind, held.id)


def drain(limit: int = 1000) -> int:
    """Fire due timers and carry out due effects until none is left; returns how many. For tests, imports and commands."""
    done = 0
    timers.fire_due()
    while done < limit and carry_out_one():
        done += 1
    return done


def tend(recurring: Recurring, stopping: Callable[[], bool] = lambda: False) -> None:
    """One round of what no effect asks for: the next times of recurring kinds, due timers, lost claims."""
    recurring.ask(clock.now_ms())
    outbox.reap()
    # After an outage thousands are due: all of them now, not so many a second.
    while timers.fire_due() and not stopping():
        pass


class _Heartbeats:
    """Renews the leases of all handlers that run in this process, so that a slow one is not taken for dead. One thread for all:
    starting one for each effect would cost more than most effects."""

    def __init__(self) -> None:
        self._held: set[Claim] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def of(self, held: Claim) -> Iterator[None]:
        """Renew this claim while the block runs."""
        with self._lock:
            self._held.add(held)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._beat, name="tandem-leases", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(held)

    def _beat(self) -> None:
        while True:
            time.sleep(outbox.HEARTBEAT_SECONDS)
            with self._lock:
                held = list(self._held)
            try:
                for claim in held:
                    outbox.renew(claim)
            except Exception:
                log.exception("leases could not be renewed")
            if held:
                connection.close()


_heartbeats = _Heartbeats()


class _Places:
    """How many workers of one process wait for each bottleneck."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._waiting: Counter[str] = Counter()
        self._lock = threading.Lock()

    def claim(self) -> Claim | None:
        """Take one due effect of the kinds that have room. One thread at a time, or two would see the same room."""
        with self._lock:
            full = disk.shortage() is not None
            kinds = [kind for kind in effect_kinds().values() if self._has_room(kind) and (kind.makes_room or not full)]
            held = outbox.claim(kinds=[kind.name for kind in kinds])
            if held is not None and (bottleneck := effect_kinds()[held.kind].waits_for):
                self._waiting[bottleneck.name] += 1
            return held

    def leave(self, held: Claim) -> None:
        """Give the room back."""
        with self._lock:
            if bottleneck := effect_kinds()[held.kind].waits_for:
                self._waiting[bottleneck.name] -= 1

    def _has_room(self, kind: EffectKind) -> bool:
        return kind.waits_for is None or self._waiting[kind.waits_for.name] < kind.waits_for.room(self._workers)


class Workers:
    """The worker threads and the tender of one process."""

    def __init__(self, threads: int = 2) -> None:
        self._stopping = threading.Event()
        self._places = _Places(threads)
        loops: list[Callable[[], None]] = [self._work] * threads + [self._tend]
        self._threads = [
            threading.Thread(target=loop, name=f"tandem-{loop.__name__.strip('_')}-{number}", daemon=True)
            for number, loop in enumerate(loops)
        ]

    def start(self) -> None:
        """Start every thread."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 20.0) -> None:
        """Let running handlers finish (up to `timeout` seconds each thread), then leave; leases cover the rest."""
        self._stopping.set()
        outbox.wake_workers()
        for thread in self._threads:
            thread.join(timeout)

    def _work(self) -> None:
        while not self._stopping.is_set():
            pause = POLL_SECONDS
            try:
                if self._carry_out_one():
                    continue
                pause = self._pause()
            except Exception:
                log.exception("the worker could not claim")
                close_old_connections()
            with outbox.wake:
                outbox.wake.wait(pause)
        connection.close()

    def _carry_out_one(self) -> bool:
        held = self._places.claim()
        if held is None:
            return False
        try:
            _carry_out(held)
        finally:
            self._places.leave(held)
        return True

    def _pause(self) -> float:
        now = clock.now_ms()
        due = outbox.next_due(now)
        return POLL_SECONDS if due is None else min(POLL_SECONDS, (due - now) / 1000)

    def _tend(self) -> None:
        recurring = Recurring()
        while not self._stopping.wait(TEND_SECONDS):
            try:
                tend(recurring, self._stopping.is_set)
            except Exception:
                log.exception("the tender could not fire timers or reap claims")
                close_old_connections()
        connection.close()
