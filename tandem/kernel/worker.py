"""Workers: threads that claim effects, carry them out, and a tender that fires timers and reaps lost claims."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from tandem.infra import clock, stop_points
from tandem.kernel import outbox, timers
from tandem.kernel.effects import Claim, Park, Retry, effect_kinds

log = logging.getLogger("tandem.worker")

#: An idle worker looks by itself this often: a lost wake-up costs no more.
POLL_SECONDS = 1.0
TEND_SECONDS = 1.0


def carry_out_one() -> bool:
    """Claim and carry out one due effect in this thread; False when there was none."""
    held = outbox.claim()
    if held is None:
        return False
    stop_points.reach("after_claim")
    with _Heartbeat(held):
        _carry_out(held)
    return True


def _carry_out(held: Claim) -> None:
    kind = effect_kinds()[held.kind]
    try:
        kind.handle(held)
    except Retry as wish:
        outbox.give_back(held, kind, str(wish), wish.delay_ms)
    except Park as wish:
        outbox.park(held, str(wish))
    except Exception as error:
        # A poisoned row is pushed away before anybody sees the error: it must not stop the rows behind it.
        outbox.give_back(held, kind, f"{type(error).__name__}: {error}")
        log.exception("effect %s %s failed", held.kind, held.id)
    else:
        stop_points.reach("before_finish")
        outbox.finish(held)


def drain(limit: int = 1000) -> int:
    """Fire due timers and carry out due effects until none is left; returns how many. For tests, imports and commands."""
    done = 0
    timers.fire_due()
    while done < limit and carry_out_one():
        done += 1
    return done


class _Heartbeat:
    """Renews the lease while a handler runs, so that a slow handler is not taken for a dead one."""

    def __init__(self, held: Claim) -> None:
        self._held = held
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        self._thread = threading.Thread(target=self._beat, name=f"lease-{self._held.id}", daemon=True)
        self._thread.start()

    def __exit__(self, *_details: object) -> None:
        self._over.set()

    def _beat(self) -> None:
        beaten = False
        while not self._over.wait(outbox.HEARTBEAT_SECONDS):
            beaten = True
            if not outbox.renew(self._held):
                break
        if beaten:
            connection.close()


class Workers:
    """The worker threads and the tender of one process."""

    def __init__(self, threads: int = 2) -> None:
        self._stopping = threading.Event()
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
                if carry_out_one():
                    continue
                pause = self._pause()
            except Exception:
                log.exception("the worker could not claim")
                close_old_connections()
            with outbox.wake:
                outbox.wake.wait(pause)
        connection.close()

    def _pause(self) -> float:
        now = clock.now_ms()
        due = outbox.next_due(now)
        return POLL_SECONDS if due is None else min(POLL_SECONDS, (due - now) / 1000)

    def _tend(self) -> None:
        while not self._stopping.wait(TEND_SECONDS):
            try:
                timers.fire_due()
                outbox.reap()
            except Exception:
                log.exception("the tender could not fire timers or reap claims")
                close_old_connections()
        connection.close()
