"""What this backend can do that differs from Django's."""

from __future__ import annotations

from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures


class DatabaseFeatures(SQLiteFeatures):
    """Rows of `.iterator()` are read at once.

    A half-read SELECT keeps its snapshot: after somebody else's commit, BEGIN IMMEDIATE on the same connection fails
    at once with "database is locked" (SQLITE_BUSY_SNAPSHOT), whatever the timeout. Walk large tables by key instead.
    """

    can_use_chunked_reads = False
