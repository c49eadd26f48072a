"""Say that something goes on changing, but not at every change: at once, then at most once in a while, and when it rests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Final, Protocol

from tandem.infra.clock import now_ms

#: So many are remembered before those that are quiet for long are forgotten.
_MANY: Final = 1_000


class Alarm(Protocol):
    """What `threading.Timer` is: calls something once, later."""

    daemon: bool

    def start(self) -> None: ...


class Resting:
    """Lets one word through for each key in `every_ms`; the last change is always told, at the latest that long after it.

    In the memory of this process: what is lost with it is told by the next change.
    """

    def __init__(self, every_ms: int, alarm: Callable[[float, Callable[[], None]], Alarm] = threading.Timer) -> None:
        self._every = every_ms
        self._alarm = alarm
        self._lock = threading.Lock()
        self._said: dict[Hashable, int] = {}
        self._waiting: set[Hashable] = set()

    def changed(self, key: Hashable, tell: Callable[[], None]) -> None:
        """Something changed: tell it now, or let it wait for its turn. `tell` may be called in a thread of its own."""
        now = now_ms()
        with self._lock:
            if key in self._waiting:
                return
            left = self._said.get(key, now - self._every) + self._every - now
            if left > 0:
                self._waiting.add(key)
            else:
                self._note(key, now)
        if left <= 0:
            tell()
            return
        alarm = self._alarm(left / 1000, lambda: self._rested(key, tell))
        alarm.daemon = True
        alarm.start()

    def said(self, key: Hashable) -> None:
        """It has been told by other words."""
        with self._lock:
            self._note(key, now_ms())

    def _rested(self, key: Hashable, tell: Callable[[], None]) -> None:
        with self._lock:
            self._waiting.discard(key)
            self._note(key, now_ms())
        tell()

    def _note(self, key: Hashable, now: int) -> None:
        if len(self._said) >= _MANY:
            self._said = {one: at for one, at in self._said.items() if now - at < self._every}
        self._said[key] = now
