"""A fixed set of long-lived threads with a bounded queue.

Long-lived, because each keeps its database connection; bounded, because a queue that grows makes everybody wait for
answers that nobody reads any more.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connections

logger = logging.getLogger(__name__)
T = TypeVar("T")


class PoolFull(Exception):
    """As many jobs are waiting as may wait."""


class Job(Generic[T]):
    """Work in the queue. Exactly one of two happens: a thread begins it, or the loop withdraws it."""

    def __init__(self, work: Callable[[], T], loop: asyncio.AbstractEventLoop) -> None:
        self.future: asyncio.Future[T] = loop.create_future()
        self._work = work
        self._loop = loop
        self._taken = threading.Lock()

    def withdraw(self) -> bool:
        """Cancel the future unless a thread has begun; True when nobody ever will."""
        withdrawn = self._taken.acquire(blocking=False)
        if withdrawn:
            self.future.cancel()
        return withdrawn

    def carry_out(self) -> None:
        """In the thread. Runs in an empty context, so that the language, the time zone or the clock that one request has
        set cannot reach the next one on the same thread."""
        if not self._taken.acquire(blocking=False):
            return
        settle: Callable[[Any], None]
        outcome: Any
        try:
            outcome, settle = contextvars.Context().run(self._work), self.future.set_result
        except BaseException as error:
            outcome, settle = error, self.future.set_exception
        try:
            self._loop.call_soon_threadsafe(self._settle, settle, outcome)
        except RuntimeError:
            logger.warning("An answer came after the event loop had ended.")

    def _settle(self, settle: Callable[[Any], None], outcome: Any) -> None:
        if not self.future.done():
            settle(outcome)


class Pool:
    """`size` threads named `name`-1, -2, …; at most `waiting` jobs in the queue."""

    def __init__(self, name: str, size: int, waiting: int) -> None:
        self.waiting_limit = waiting
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(1, size + 1)
        ]
        self._started = False
        self._busy: set[str] = set()

    def start(self) -> None:
        """Start the threads; harmless when they run."""
        if not self._started:
            self._started = True
            for thread in self._threads:
                thread.start()

    @property
    def busy(self) -> int:
        """How many threads are at work."""
        return len(self._busy)

    @property
    def queued(self) -> int:
        """How many jobs wait for a thread."""
        return self._jobs.qsize()

    @property
    def full(self) -> bool:
        """Whether the next job would be refused."""
        return self._jobs.qsize() >= self.waiting_limit

    def submit(self, work: Callable[[], T]) -> Job[T]:
        """Queue work from the event loop. Raises PoolFull."""
        if self.full:
            raise PoolFull
        self.start()
        job = Job(work, asyncio.get_running_loop())
        self._jobs.put(job)
        return job

    def stop(self, timeout: float) -> bool:
        """Let the threads finish what is queued, wait that many seconds; False when one is still busy."""
        if not self._started:
            return True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout / len(self._threads))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        me = threading.current_thread().name
        while (job := self._jobs.get()) is not None:
            self._busy.add(me)
            job.carry_out()
            self._busy.discard(me)
            # Otherwise an idle thread keeps the last request and its body alive.
            del job
        connections.close_all()
