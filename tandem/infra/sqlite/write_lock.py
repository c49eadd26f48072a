"""The one write lock of this process."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field

from django.core.exceptions import SynchronousOnlyOperation

from tandem.infra import metrics

logger = logging.getLogger(__name__)

#: Longest wait for the lock, in seconds; above the worst wait ever measured (3.1 s) by a wide margin.
LIMIT_SECONDS = 20.0


class WriteLockTimeout(sqlite3.OperationalError):
    """The write lock did not come free in time; the message names the thread that holds it and for how long.

    Being sqlite3's own kind of error, Django hands it on as `django.db.OperationalError`.
    """


@dataclass
class Hold:
    """One thread's possession of the lock; `depth` counts its connections that write at the moment."""

    thread_id: int
    thread_name: str
    since: float = field(default_factory=time.monotonic)
    depth: int = 1


class WriteLock:
    """A lock that a thread may take again while it has it, and that another thread may free on its behalf.

    `threading.RLock` does not fit: a connection can be closed, or collected as garbage, in another thread than the
    one that began its transaction.
    """

    def __init__(self, limit_seconds: float = LIMIT_SECONDS) -> None:
        self.limit_seconds = limit_seconds
        self._loop_threads: set[int] = set()
        self._reset()
        # A child forked while another thread was writing would wait for a thread that it does not have.
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._mutex = threading.Lock()
        self._guard = threading.Lock()
        self._hold: Hold | None = None

    def forbid_this_thread(self) -> None:
        """Declare the calling thread an event loop's: from now on it may not take the lock."""
        self._loop_threads.add(threading.get_ident())

    def allow_this_thread(self) -> None:
        """Take back `forbid_this_thread`."""
        self._loop_threads.discard(threading.get_ident())

    def acquire(self) -> Hold:
        """Wait for the lock and give the hold to hand to `release`.

        Raises WriteLockTimeout after `limit_seconds`, SynchronousOnlyOperation in the thread of an event loop, where
        a wait would stop every connection of the process.
        """
        me = threading.get_ident()
        self._refuse_event_loop(me)
        with self._guard:
            if self._hold is not None and self._hold.thread_id == me:
                self._hold.depth += 1
                return self._hold
        if not self._mutex.acquire(blocking=False):
            self._wait()
        hold = Hold(me, threading.current_thread().name)
        with self._guard:
            self._hold = hold
        return hold

    def _wait(self) -> None:
        begun = time.monotonic()
        free = self._mutex.acquire(timeout=self.limit_seconds)
        metrics.WRITE_WAIT.observe(time.monotonic() - begun)
        if not free:
            raise WriteLockTimeout(self._complaint())

    def release(self, hold: Hold) -> None:
        """Give one depth of this hold back; the last one frees the lock. Harmless after a fork."""
        with self._guard:
            if self._hold is not hold:
                return
            hold.depth -= 1
            if hold.depth:
                return
            self._hold = None
        self._mutex.release()

    def holder(self) -> tuple[str, float] | None:
        """Name of the thread that has the lock and for how many seconds, or None."""
        hold = self._hold
        return None if hold is None else (hold.thread_name, time.monotonic() - hold.since)

    def _refuse_event_loop(self, thread_id: int) -> None:
        # Django's own switch stands for drivers such as Playwright's, which run a loop beside synchronous code.
        loop_here = asyncio._get_running_loop() is not None and not os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        if loop_here or thread_id in self._loop_threads:
            raise SynchronousOnlyOperation(
                "The event loop's thread may not write to the database: use a worker thread."
            )

    def _complaint(self) -> str:
        hold = self._hold
        if hold is None:
            return f"the write lock was busy for {self.limit_seconds:g} s"
        frame = sys._current_frames().get(hold.thread_id)
        if frame is not None:
            stack = "".join(traceback.format_stack(frame))
            logger.error("Thread %s holds the write lock here:\n%s", hold.thread_name, stack)
        held = time.monotonic() - hold.since
        return f"thread {hold.thread_name!r} has held the write lock for {held:.1f} s (waited {self.limit_seconds:g} s)"


#: SQLite's one writer, as this process sees it.
WRITE_LOCK = WriteLock()
