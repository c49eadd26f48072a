"""The long-running parts of one process: started in order, stopped in reverse, within a limit."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

logger = logging.getLogger(__name__)

#: Seconds that everything together has to finish or to hand back its work.
STOP_WITHIN = 28.0


class Part(Protocol):
    """Something that runs as long as the process does. `name` is for the log."""

    name: str

    async def start(self) -> None:
        """Begin; return when it works. An exception stops the whole process with that sentence."""

    async def stop(self) -> None:
        """End: finish what is short, hand back the rest. Cancelled when the time is over."""


class ThreadPart:
    """A part that is a function in a thread of its own: `run(stop)` returns soon after `stop` is set."""

    def __init__(self, name: str, run: Callable[[threading.Event], None]) -> None:
        self.name = name
        self._run = run
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    async def start(self) -> None:
        """Start the thread."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._body, name=self.name, daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Ask the function to return and wait for it."""
        self._stop.set()
        while self._thread is not None and self._thread.is_alive():
            await asyncio.sleep(0.02)

    def _body(self) -> None:
        # Imported here: the parts know nothing of a database, but a thread that used one has to close its connection.
        from django.db import connections

        while not self._stop.is_set():
            try:
                self._run(self._stop)
            except Exception:
                # One bad item must not end the work of the whole part (a poison item is parked by the part itself).
                logger.exception("%s failed and starts again", self.name)
                self._stop.wait(1.0)
            else:
                break
        connections.close_all()


async def run_parts(parts: Sequence[Part], ended: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
    """Start all parts, call `ready`, wait for `ended`, stop all that were started. Raises what a start raised."""
    started: list[Part] = []
    try:
        for part in parts:
            await part.start()
            started.append(part)
        ready()
        await ended.wait()
    finally:
        await _stop(started)


async def _stop(started: list[Part]) -> None:
    deadline = time.monotonic() + STOP_WITHIN
    for part in reversed(started):
        try:
            await asyncio.wait_for(part.stop(), max(0.1, deadline - time.monotonic()))
        except TimeoutError:
            logger.error("%s did not stop in time", part.name)
        except Exception:
            logger.exception("%s failed while stopping", part.name)


def end_on_signals(ended: asyncio.Event) -> None:
    """SIGTERM and SIGINT set `ended`; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def first(number: signal.Signals) -> None:
        ended.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, first, number)
