"""Lock, insert and change single rows by statements that are written once: the counterpart of `prepared` for writing.

For one row Django spends ten times longer on writing a statement than the database on carrying it out. Nothing of Django's
own runs here: no signals, no default of the database, no key that is read back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import Field, Model, Q

from tandem.infra.prepared import Prepared, blanks, prepare, rows_of

#: Rows of one INSERT; more are inserted in several.
_AT_ONCE: Final = 50
#: Kinds of columns whose Python value of this very type is stored as it is.
_PLAIN: Final[tuple[tuple[type[Field[Any, Any]], type], ...]] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
)


class _Column:
    """One column: how a value becomes a parameter, and how it stands in a statement."""

    def __init__(self, field: Any) -> None:
        stored = field.target_field if field.is_relation else field
        self._plain = next((plain for kind, plain in _PLAIN if isinstance(stored, kind)), None)
        self._field = field
        self._placeholder = getattr(field, "get_placeholder", None)
        self.attribute: str = field.attname
        self.name = connection.ops.quote_name(field.column)

    @property
    def mark(self) -> str:
        return "%s" if self._placeholder is None else str(self._placeholder(None, None, connection))

    def parameter(self, value: Any) -> Any:
        if value is None or type(value) is self._plain:
            return value
        return self._field.get_db_prep_save(value, connection)


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> int:
    """Insert rows of one model; returns how many. `unless_there` leaves out what a unique constraint does not let in."""
    inserted = 0
    for first in range(0, len(rows), _AT_ONCE):
        portion = rows[first : first + _AT_ONCE]
        sql, columns = _insert(type(portion[0]), portion[0].pk is not None, len(portion), unless_there)
        values = [column.parameter(getattr(row, column.attribute)) for row in portion for column in columns]
        inserted += write(sql, values)[0]
    return inserted


@lru_cache(maxsize=1024)
def _insert(model: type[Model], with_key: bool, count: int, unless_there: bool) -> tuple[str, tuple[_Column, ...]]:
    columns = tuple(_Column(field) for field in model._meta.concrete_fields if with_key or not field.primary_key)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(column.name for column in columns)
    row = f"({', '.join(column.mark for column in columns)})"
    rows = ", ".join([row] * count)
    unless = " ON CONFLICT DO NOTHING" if unless_there else ""
    return f"INSERT INTO {table} ({names}) VALUES {rows}{unless}", columns  # noqa: S608  # names of our own columns


def update(model: type[Model], key: int, values: Mapping[str, Any]) -> bool:
    """Set columns of one row, by names of fields or of their attributes; whether there is such a row."""
    sql, columns = _update(model, tuple(values))
    parameters = [column.parameter(value) for column, value in zip(columns, values.values(), strict=True)]
    return bool(write(sql, [*parameters, key])[0])


@lru_cache(maxsize=1024)
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[_Column, ...]]:
    columns = tuple(_Column(model._meta.get_field(name)) for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    key = _Column(model._meta.pk).name
    assignments = ", ".join(f"{column.name} = {column.mark}" for column in columns)
    return f"UPDATE {table} SET {assignments} WHERE {key} = %s", columns  # noqa: S608  # names of our own columns


def locked(model: type[Model], visible: Q, keys: Sequence[int]) -> list[Any]:
    """The rows with these keys that `visible` lets through, by key, locked until the transaction ends."""
    attributes = _attributes(model)
    found = rows_of(partial(_lock, model, visible), "key", keys)
    return [model.from_db(DEFAULT_DB_ALIAS, attributes, row) for row in found]


@cache
def _attributes(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache(maxsize=512)
def _lock(model: type[Model], visible: Q, length: int) -> Prepared:
    rows = model._base_manager.filter(visible, pk__in=blanks("key", length))
    return prepare(rows.select_for_update(of=("self",)).order_by("pk"))


def write(sql: str, parameters: Sequence[Any]) -> tuple[int, list[tuple[Any, ...]]]:
    """Carry out a statement that writes, by the driver itself: (rows touched, rows of RETURNING)."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.rowcount, cursor.fetchall() if cursor.description else []
    database.validate_no_broken_transaction()
    database.ensure_connection()
    with database.wrap_database_errors:
        written = _write_sqlite if database.vendor == "sqlite" else _write_postgresql
        return written(database.connection, sql, parameters)


def _write_sqlite(raw: Any, sql: str, parameters: Sequence[Any]) -> tuple[int, list[tuple[Any, ...]]]:
    raw.take_write_lock()
    try:
        done = raw.execute(_with_question_marks(sql), parameters)
        # Read first: only with its last row is a statement of SQLite over.
        returned = done.fetchall() if done.description else []
        return done.rowcount, returned
    finally:
        raw.give_write_lock_back()


@lru_cache(maxsize=4096)
def _with_question_marks(sql: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")


def _write_postgresql(raw: Any, sql: str, parameters: Sequence[Any]) -> tuple[int, list[tuple[Any, ...]]]:
    from psycopg import Cursor

    with Cursor(raw) as cursor:
        cursor.execute(sql, parameters, prepare=True)
        return cursor.rowcount, cursor.fetchall() if cursor.description else []
