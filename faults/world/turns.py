"""Many may use a server at a time; who kills it is alone with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """For threads. Whoever wants to be alone waits until nobody is there; meanwhile nobody else comes in."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._there = 0
        self._claimed = False

    @contextmanager
    def take(self, *, alone: bool) -> Iterator[None]:
        """For the length of the block."""
        with self._changed:
            self._changed.wait_for(lambda: not self._claimed)
            self._claimed = alone
            if alone:
                self._changed.wait_for(lambda: not self._there)
            self._there += 1
        try:
            yield
        finally:
            with self._changed:
                self._there -= 1
                if alone:
                    self._claimed = False
                self._changed.notify_all()
