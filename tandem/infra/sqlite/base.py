"""The backend's entry: connections with our settings, our lock and our cursor."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteDatabaseWrapper
from django.db.backends.utils import debug_transaction
from django.utils.asyncio import async_unsafe

from tandem.infra.sqlite.connection import LockingConnection, LockingCursor
from tandem.infra.sqlite.features import DatabaseFeatures
from tandem.infra.sqlite.write_lock import WRITE_LOCK

#: Seconds that SQLite itself waits for another process (the lock covers our own threads only).
_BUSY_TIMEOUT_SECONDS = 20

#: FULL, because "accepted" means durable. Sizes: 20 MB of cache (KiB when negative), 256 MB mapped, WAL cut to 64 MB.
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -20000",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA temp_store = MEMORY",
)


class DatabaseWrapper(SQLiteDatabaseWrapper):
    """SQLite with one writer at a time per process. `OPTIONS` may override any default, `init_command` any pragma."""

    features_class = DatabaseFeatures
    transaction_mode: str | None
    init_commands: list[str]

    def get_connection_params(self) -> dict[str, Any]:
        """Parameters of `sqlite3.connect`: immediate transactions, 20 s timeout, our connection class."""
        params: dict[str, Any] = super().get_connection_params()
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        params.setdefault("timeout", _BUSY_TIMEOUT_SECONDS)
        params["factory"] = LockingConnection
        self.init_commands = [*_PRAGMAS, *self.init_commands]
        return params

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open a connection in write-ahead mode."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            _use_write_ahead_log(connection)
        # SQLite's own LOWER knows no letter beyond ASCII.
        connection.create_function("LOWER", 1, _lower, deterministic=True)
        return connection

    def create_cursor(self, name: str | None = None) -> LockingCursor:
        """A cursor that takes the write lock for writes."""
        cursor: LockingCursor = self.connection.cursor(factory=LockingCursor)
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        # What every transaction begins with is not worth a cursor.
        with debug_transaction(self, f"BEGIN {self.transaction_mode}"), self.wrap_database_errors:
            self.connection.begin(self.transaction_mode)

    def _set_autocommit(self, autocommit: bool) -> None:
        # Django's '' lets sqlite3 begin DEFERRED, and an upgrade to a write then fails at once when it must wait.
        with self.wrap_database_errors:
            self.connection.isolation_level = None if autocommit else self.transaction_mode


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL once; the switch needs it alone and does not wait for others by itself."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    hold = WRITE_LOCK.acquire()
    try:
        deadline = time.monotonic() + _BUSY_TIMEOUT_SECONDS
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                return
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    finally:
        WRITE_LOCK.release(hold)
