"""What a bus offers, and the bus of one process: published in any thread, heard on the event loop.

The bus promises order per publisher and no more: what must not be lost is in the database. A listener that may have
missed something hears `gap` and has to assume that it did.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import orjson

logger = logging.getLogger(__name__)

#: Called on the event loop with the channel and the payload.
Heard = Callable[[str, bytes], None]
#: Called on the event loop when words may have been lost.
Gap = Callable[[], None]
#: Called on the event loop when the other processes are not heard for now; a gap ends it.
Alone = Callable[[], None]


def _nothing() -> None:
    """For listeners to whom it does not matter."""


class Bus(Protocol):
    """What every implementation offers."""

    def publish(self, channel: str, payload: bytes | Mapping[str, Any]) -> None:
        """Tell every listener of every process. Callable from any thread; neither blocks nor raises."""

    def publish_here(self, channel: str, payload: bytes | Mapping[str, Any]) -> None:
        """Tell the listeners of this process only. Callable from any thread; neither blocks nor raises."""

    def subscribe(self, heard: Heard, gap: Gap = _nothing, alone: Alone = _nothing) -> Callable[[], None]:
        """Listen from now on, on the running event loop; returns what ends it."""

    async def start(self) -> None:
        """Begin to hear other processes, and do so from when this returns if they can be reached; harmless when done twice."""

    async def stop(self) -> None:
        """End it."""


class _Listener:
    """One subscription with the words that its loop has not taken yet; one wake-up carries all of them."""

    def __init__(self, heard: Heard, gap: Gap, alone: Alone) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._gap = gap
        self._alone = alone
        self._lock = threading.Lock()
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._woken = False

    def tell(self, channel: str, payload: bytes) -> None:
        with self._lock:
            self._waiting.append((channel, payload))
            wake, self._woken = not self._woken, True
        if wake:
            self._soon(self._take)

    def tell_gap(self) -> None:
        self._soon(lambda: _safely(self._gap))

    def tell_alone(self) -> None:
        self._soon(lambda: _safely(self._alone))

    def _soon(self, call: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            with self._lock:
                self._waiting.clear()

    def _take(self) -> None:
        with self._lock:
            words = list(self._waiting)
            self._waiting.clear()
            self._woken = False
        for channel, payload in words:
            _safely(self._heard, channel, payload)


def _safely(call: Callable[..., None], *arguments: object) -> None:
    try:
        call(*arguments)
    except Exception:
        logger.exception("A listener on the bus failed.")


class LocalBus:
    """The bus of one process."""

    def __init__(self) -> None:
        self._listeners: list[_Listener] = []
        self._lock = threading.Lock()

    def publish(self, channel: str, payload: bytes | Mapping[str, Any]) -> None:
        """Tell the listeners of this process."""
        self.deliver(channel, encoded(payload))

    def publish_here(self, channel: str, payload: bytes | Mapping[str, Any]) -> None:
        """The same: there are no other processes."""
        self.deliver(channel, encoded(payload))

    def subscribe(self, heard: Heard, gap: Gap = _nothing, alone: Alone = _nothing) -> Callable[[], None]:
        """Listen from now on, on the running event loop; returns what ends it."""
        listener = _Listener(heard, gap, alone)
        with self._lock:
            self._listeners = [*self._listeners, listener]

        def end() -> None:
            with self._lock:
                self._listeners = [other for other in self._listeners if other is not listener]

        return end

    async def start(self) -> None:
        """There are no other processes."""

    async def stop(self) -> None:
        """There are no other processes."""

    def deliver(self, channel: str, payload: bytes) -> None:
        """Tell the listeners here, on their loops."""
        for listener in self._listeners:
            listener.tell(channel, payload)

    def tell_gap(self) -> None:
        """Let every listener know that words may have been lost."""
        for listener in self._listeners:
            listener.tell_gap()

    def tell_alone(self) -> None:
        """Let every listener know that the other processes are not heard for now."""
        for listener in self._listeners:
            listener.tell_alone()


def encoded(payload: bytes | Mapping[str, Any]) -> bytes:
    """The payload as bytes; a mapping as JSON."""
    return payload if isinstance(payload, bytes) else orjson.dumps(payload)
