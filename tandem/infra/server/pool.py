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
from typing import Any, TypeVar

from django.db import connections

logger = logging.getLogger(__name__)
T = TypeVar("T")


class PoolFull(Exception):
    """As many jobs are waiting as may wait."""


class Pool:
    """`size` threads named `name`-1, -2, …; at most `waiting` jobs in the queue."""

    def __init__(self, name: str, size: int, waiting: int) -> None:
        self.waiting_limit = waiting
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(1, size + 1)
        ]
        self._started = False

    def start(self) -> None:
        """Start the threads; harmless when they run."""
        if not self._started:
            self._started = True
            for thread in self._threads:
                thread.start()

    @property
    def full(self) -> bool:
        """Whether the next job would be refused."""
        return self._jobs.qsize() >= self.waiting_limit

    @property
    def waiting(self) -> int:
        """How many jobs no thread has begun yet."""
        return self._jobs.qsize()

    def submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Queue work from the event loop; raises PoolFull. A future cancelled before its turn is never begun.

        Each job runs in an empty context, so that the language, the time zone or the clock that one request has set
        cannot reach the next one on the same thread.
        """
        if self.full:
            raise PoolFull
        self.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(lambda: _carry_out(work, future, loop))
        return future

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
        while (job := self._jobs.get()) is not None:
            job()
            # Otherwise an idle thread keeps the last request and its body alive.
            del job
        connections.close_all()


def _carry_out(work: Callable[[], T], future: asyncio.Future[T], loop: asyncio.AbstractEventLoop) -> None:
    if future.cancelled():
        return
    settle: Callable[[Any], None]
    outcome: Any
    try:
        outcome, settle = contextvars.Context().run(work), future.set_result
    except BaseException as error:
        outcome, settle = error, future.set_exception
    try:
        loop.call_soon_threadsafe(_settle, future, settle, outcome)
    except RuntimeError:
        logger.warning("An answer came after the event loop had ended.")


def _settle(future: asyncio.Future[Any], settle: Callable[[Any], None], outcome: Any) -> None:
    if not future.cancelled():
        settle(outcome)
