"""The bare minimum: the driver's own connection, hand-written statements, rows as dictionaries, orjson."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.conf import settings
from django.db import connection


class BareConnection:
    """One autocommit connection of the driver, with statements written for both databases."""

    def __init__(self) -> None:
        given: Any = settings.DATABASES["default"]
        self.postgresql = connection.vendor == "postgresql"
        if self.postgresql:
            import psycopg
            from psycopg.types.json import set_json_loads

            self._raw: Any = psycopg.connect(
                host=given["HOST"] or None,
                port=given["PORT"] or None,
                user=given["USER"] or None,
                password=given["PASSWORD"] or None,
                dbname=given["NAME"],
                autocommit=True,
                prepare_threshold=0,
            )
            set_json_loads(orjson.Fragment, self._raw)
        else:
            import sqlite3

            self._raw = sqlite3.connect(given["NAME"], isolation_level=None, cached_statements=256)
            for pragma in ("synchronous = FULL", "mmap_size = 268435456", "cache_size = -20000"):
                self._raw.execute(f"PRAGMA {pragma}")

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows as tuples. Parameters are written `%s`."""
        return list(self._execute(statement, parameters).fetchall())

    def dicts(self, statement: str, parameters: Sequence[Any] = (), json: Sequence[str] = ()) -> list[dict[str, Any]]:
        """All rows by column. JSON goes into the answer as it is stored, without being read: `json` names its columns, which SQLite
        does not know from text."""
        cursor = self._execute(statement, parameters)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if not self.postgresql:
            for row in rows:
                for name in json:
                    if row[name] is not None:
                        row[name] = orjson.Fragment(row[name])
        return rows

    def do(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """A statement without rows."""
        self._execute(statement, parameters)

    def _execute(self, statement: str, parameters: Sequence[Any]) -> Any:
        if not self.postgresql:
            statement = statement.replace("%s", "?")
        return self._raw.execute(statement, parameters)

    def begin(self) -> None:
        """Begin to write."""
        self._raw.execute("BEGIN" if self.postgresql else "BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make it last."""
        self._raw.execute("COMMIT")
