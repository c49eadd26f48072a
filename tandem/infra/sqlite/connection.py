"""sqlite3 connection and cursor that take the write lock before SQLite's own.

One rule covers explicit and implicit transactions, savepoints, raw BEGIN and COMMIT, and SQLite's automatic rollback:
take the lock before a statement that writes, and give it back as soon as the connection is in no transaction.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from tandem.infra.sqlite.statements import writes
from tandem.infra.sqlite.write_lock import WRITE_LOCK, Hold


class LockingConnection(sqlite3.Connection):
    """A connection that knows whether it has the write lock."""

    _hold: Hold | None = None

    def take_write_lock(self) -> None:
        """Take the lock unless this connection has it. Raises WriteLockTimeout, SynchronousOnlyOperation."""
        if self._hold is None:
            self._hold = WRITE_LOCK.acquire()

    def give_write_lock_back(self) -> None:
        """Free the lock if this connection has it and no transaction needs it any more."""
        if self._hold is not None and not self.in_transaction:
            self._free()

    def _free(self) -> None:
        hold, self._hold = self._hold, None
        if hold is not None:
            WRITE_LOCK.release(hold)

    def begin(self, mode: str) -> None:
        """Begin a transaction that may write; the lock is held until it ends."""
        self.take_write_lock()
        try:
            self.execute(f"BEGIN {mode}")
        finally:
            self.give_write_lock_back()

    def commit(self) -> None:
        """Commit; the lock is freed when SQLite agrees that the transaction is over."""
        try:
            super().commit()
        finally:
            self.give_write_lock_back()

    def rollback(self) -> None:
        """Roll back; the lock is freed."""
        try:
            super().rollback()
        finally:
            self.give_write_lock_back()

    def close(self) -> None:
        """Close; SQLite rolls back what was open."""
        try:
            super().close()
        finally:
            self._free()

    def __del__(self) -> None:
        # A thread that ends in the middle of a transaction takes its connection with it.
        self._free()


class LockingCursor(SQLiteCursorWrapper):
    """Django's cursor, which takes the lock for writes and reads the rows of RETURNING before it is freed."""

    connection: LockingConnection
    _rows: deque[Any] | None = None

    def execute(self, query: str, params: Any = None) -> LockingCursor:
        """Run one statement."""
        self._run(query, lambda: super(LockingCursor, self).execute(query, params))
        return self

    def executemany(self, query: str, param_list: Iterable[Any]) -> LockingCursor:
        """Run one statement for each set of parameters."""
        self._run(query, lambda: super(LockingCursor, self).executemany(query, param_list))
        return self

    def executescript(self, sql_script: str, /) -> LockingCursor:
        """Run a script, which commits first."""
        self.connection.take_write_lock()
        try:
            super().executescript(sql_script)
        finally:
            self.connection.give_write_lock_back()
        return self

    def _run(self, query: str, statement: Callable[[], object]) -> None:
        self._rows = None
        connection = self.connection
        if not writes(query):
            try:
                statement()
            finally:
                connection.give_write_lock_back()
            return
        connection.take_write_lock()
        try:
            statement()
            if self.description is not None:
                # SQLite commits an autocommit write when its last row has been read.
                self._rows = deque(super().fetchall())
        finally:
            connection.give_write_lock_back()

    def fetchone(self) -> Any:
        """The next row or None."""
        if self._rows is None:
            return super().fetchone()
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows, at most `size`."""
        count = self.arraysize if size is None else size
        if self._rows is None:
            return super().fetchmany(count)
        return [self._rows.popleft() for _ in range(min(count, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        if self._rows is None:
            return super().fetchall()
        rows, self._rows = list(self._rows), deque()
        return rows

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]  # typeshed promises the cursor itself
        if self._rows is None:
            return super().__iter__()
        return iter(self.fetchall())
