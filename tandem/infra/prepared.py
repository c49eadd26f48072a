"""Write a statement once and run it many times.

For a hot read Django spends ten times longer on writing the statement than the database on answering it. A query set with
`Blank`s in the place of values is compiled once; each run only fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import BigIntegerField, BooleanField, Expression, Field, JSONField, QuerySet

#: Lists are filled up to one of these lengths, so that few statements serve all of them.
_LENGTHS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)


class Blank(Expression):
    """A value that is given when the statement runs: `filter(number=Blank("number"))`.

    For a list over a relation name the column behind it (`ticket__id__in`, not `ticket_id__in`), which takes expressions.
    """

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)


class Inner(Expression):
    """The place of another statement, of one column: `filter(id__in=Inner())`. See `Prepared.around`."""

    MARK: Final = "\0"

    def __init__(self) -> None:
        super().__init__(output_field=BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return f"({self.MARK})", (self,)


@dataclass(frozen=True)
class Prepared:
    """A compiled statement. `sql` is empty when it can find nothing."""

    sql: str
    params: tuple[Any, ...] = ()
    columns: tuple[str, ...] = ()
    #: Positions of columns that hold JSON, which drivers give as text.
    _json: tuple[int, ...] = ()
    #: Position of any other column -> what makes a Python value of it, as the ORM would.
    _converters: Mapping[int, Callable[[Any], Any]] = field(default_factory=dict)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run it with a value for every blank."""
        found = self.raw(**values)
        if self._json or self._converters:
            return [self._converted(row) for row in found]
        return found

    def raw(self, **values: Any) -> list[tuple[Any, ...]]:
        """The same as the driver gives it: JSON as its text, and on SQLite truth as 1 and 0."""
        if not self.sql:
            return []
        return _fetch(self, self.filled(**values))

    def filled(self, **values: Any) -> list[Any]:
        """The parameters with a value in every blank."""
        if self._names is not None:
            return [values[name] for name in self._names]
        return [values[param.name] if isinstance(param, Blank) else param for param in self.params]

    def dicts(self, **values: Any) -> list[dict[str, Any]]:
        """Run it; rows by column."""
        columns = self.columns
        return [dict(zip(columns, row, strict=True)) for row in self.rows(**values)]

    def limited(self) -> Prepared:
        """The same with a blank named `limit`: an ORM slice would write its number into the statement."""
        return replace(self, sql=self.sql and f"{self.sql} LIMIT %s", params=(*self.params, Blank("limit")))

    def around(self, inner: Prepared) -> Prepared:
        """The same with a statement in its `Inner` place: what many statements have in common is compiled once."""
        at = next(at for at, param in enumerate(self.params) if isinstance(param, Inner))
        params = (*self.params[:at], *inner.params, *self.params[at + 1 :])
        return replace(self, sql=inner.sql and self.sql.replace(Inner.MARK, inner.sql), params=params)

    @cached_property
    def question_marks(self) -> str:
        """The statement as SQLite's driver wants it."""
        return FORMAT_QMARK_REGEX.sub("?", self.sql).replace("%%", "%")

    @cached_property
    def _names(self) -> tuple[str, ...] | None:
        """The names of its blanks, None where other values stand between them."""
        names = tuple(param.name for param in self.params if isinstance(param, Blank))
        return names if len(names) == len(self.params) else None

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        changed = list(row)
        for position in self._json:
            if (text := changed[position]) is not None:
                changed[position] = orjson.loads(text)
        for position, convert in self._converters.items():
            changed[position] = convert(changed[position])
        return tuple(changed)


def _fetch(statement: Prepared, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a SELECT, by the driver itself: Django's cursors rewrite and wrap every statement anew, which for a small one
    costs three times as much as running it. On PostgreSQL the server keeps the plan."""
    # Each look at `django.db.connection` searches for this thread's connection again, which costs as much as a small statement.
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(statement.sql, params)
            logged: list[tuple[Any, ...]] = cursor.fetchall()
            return logged
    if database.connection is None:
        database.ensure_connection()
    with database.wrap_database_errors:
        if database.vendor == "sqlite":
            found: list[tuple[Any, ...]] = database.connection.execute(statement.question_marks, params).fetchall()
            return found
        return _fetch_prepared(database.connection, statement.sql, params)


def _fetch_prepared(connection: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    from psycopg import Cursor

    with Cursor(connection) as cursor:
        return cursor.execute(sql, params, prepare=True).fetchall()


def prepare(rows: QuerySet[Any, Any], columns: Sequence[str] = ()) -> Prepared:
    """Compile a query set of `values_list()`; `columns` names what `dicts` gives, in order."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Prepared("", columns=tuple(columns))
    selected = [column for column, _sql, _alias in compiler.select]
    found = compiler.get_converters(selected).items()
    json = tuple(at for at, (_functions, column) in found if isinstance(column.output_field, JSONField))
    others = {at: _converter(column, functions) for at, (functions, column) in found if at not in json}
    return Prepared(sql, tuple(params), tuple(columns), json, others)


def _converter(expression: Any, functions: Sequence[Any]) -> Callable[[Any], Any]:
    if isinstance(expression.output_field, BooleanField):
        return lambda value: None if value is None else bool(value)

    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, connection)
        return value

    return convert


def length_for(count: int) -> int:
    """The length of the prepared list that takes `count` values. Raises ValueError above a thousand."""
    for length in _LENGTHS:
        if count <= length:
            return length
    raise ValueError(f"{count} values are too many for one list")


def blanks(name: str, length: int) -> list[Any]:
    """So many blanks, for `__in`."""
    return [Blank(f"{name}{position}") for position in range(length)]


def listed(name: str, values: Sequence[Any], length: int) -> dict[str, Any]:
    """Values for those blanks; the last one repeats until the list is full."""
    return {f"{name}{position}": values[min(position, len(values) - 1)] for position in range(length)}


def rows_of(
    statement: Callable[[int], Prepared], name: str, values: Sequence[Any], **more: Any
) -> list[tuple[Any, ...]]:
    """Run a statement over a list of any length, a thousand at a time. `statement` gives it for a length of the list."""
    found: list[Any] = []
    for first in range(0, len(values), _LENGTHS[-1]):
        portion = values[first : first + _LENGTHS[-1]]
        length = length_for(len(portion))
        found += statement(length).rows(**more, **listed(name, portion, length))
    return found
