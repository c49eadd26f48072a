"""Whose fault it is that a process died: the mails that it has in hand, all together or one alone.

A mail that kills whoever applies it must end in quarantine (sec:C-17), and one that was merely in hand when the power failed must
not. From outside both look alike: a claim whose attempt ended without a word. So such an end proves nothing; it makes a suspect.
A suspect is tried alone: no other mail is in hand in this process, and what kills the process then counts against it. It is called
poison after three such deaths in its own name, and any attempt that ends with a word, even a bad one, takes its count back. Random
deaths would have to hit the same few milliseconds three times over.

What dies in the parser's process needs none of this: it reads one mail at a time, and whoever started it outlives it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.models import F

from tandem.channels.email.models import LedgerEntry


class Hands:
    """Several mails at once, or one alone, which comes first: others wait for it no longer than one attempt takes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held = 0
        self._waiting = 0
        self._is_alone = False

    @contextmanager
    def among(self) -> Iterator[None]:
        """Have one mail in hand, and others perhaps beside it."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_alone and not self._waiting)
            self._held += 1
        try:
            yield
        finally:
            with self._changed:
                self._held -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have one mail in hand and no other."""
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._is_alone and not self._held)
            self._waiting -= 1
            self._is_alone = True
        try:
            yield
        finally:
            with self._changed:
                self._is_alone = False
                self._changed.notify_all()


#: Those of this process.
HANDS: Final = Hands()


@contextmanager
def deaths_counted(entry_id: int) -> Iterator[None]:
    """Count a death of the process within the block: beforehand, since nobody can afterwards, and taken back by whoever lives."""
    entry = LedgerEntry.objects.filter(id=entry_id)
    entry.update(deaths=F("deaths") + 1)
    try:
        yield
    except Exception:
        entry.update(deaths=F("deaths") - 1)
        raise
    entry.update(deaths=F("deaths") - 1)
