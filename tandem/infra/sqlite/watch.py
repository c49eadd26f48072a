"""Noticing what other processes commit to the same file."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections


def data_version(using: str = DEFAULT_DB_ALIAS) -> int:
    """SQLite's `PRAGMA data_version` on this thread's connection.

    It differs from the last answer on the same connection when any other connection, of this process or another, has
    committed since; commits of this very connection do not move it. A few microseconds, no lock.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        row = cursor.fetchone()
    return int(row[0])


class CommitWatch:
    """Tells whether somebody else has committed since the last look; belongs to one thread.

    A thread that never writes (the one that wakes the workers) thereby hears of every commit, also those of a command
    that runs beside the server. Commits of the own process are reported too: to wake once too often costs one look.
    """

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        self._using = using
        self._last: int | None = None

    def noticed(self) -> bool:
        """True once after each batch of foreign commits; True on the first call, since nobody knows what was missed."""
        version = data_version(self._using)
        changed = version != self._last
        self._last = version
        return changed
