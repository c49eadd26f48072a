"""Write a statement once and run it many times.

For a hot read Django spends ten times longer on writing the statement than the database on answering it. A query set with
`Blank`s in the place of values is compiled once; each run only fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import BigIntegerField, Expression, Field, JSONField, QuerySet

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


@dataclass(frozen=True)
class Prepared:
    """A compiled statement. `sql` is empty when it can find nothing."""

    sql: str
    params: tuple[Any, ...] = ()
    columns: tuple[str, ...] = ()
    #: Position of a column -> what makes a Python value of it, as the ORM would.
    _converters: Mapping[int, Callable[[Any], Any]] = field(default_factory=dict)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run it with a value for every blank."""
        if not self.sql:
            return []
        found = _fetch(self.sql, [values[param.name] if isinstance(param, Blank) else param for param in self.params])
        if self._converters:
            return [self._converted(row) for row in found]
        return found

    def dicts(self, **values: Any) -> list[dict[str, Any]]:
        """Run it; rows by column."""
        columns = self.columns
        return [dict(zip(columns, row, strict=True)) for row in self.rows(**values)]

    def limited(self) -> Prepared:
        """The same with a blank named `limit`: an ORM slice would write its number into the statement."""
        return replace(self, sql=self.sql and f"{self.sql} LIMIT %s", params=(*self.params, Blank("limit")))

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        changed = list(row)
        for position, convert in self._converters.items():
            changed[position] = convert(changed[position])
        return tuple(changed)


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """All rows of a SELECT, by the driver itself: Django's cursors rewrite and wrap every statement anew, which for a small one
    costs three times as much as running it. On PostgreSQL the server keeps the plan."""
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            logged: list[tuple[Any, ...]] = cursor.fetchall()
            return logged
    connection.ensure_connection()
    connection.validate_thread_sharing()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            found: list[tuple[Any, ...]] = connection.connection.execute(_with_question_marks(sql), params).fetchall()
            return found
        return _fetch_prepared(sql, params)


def _fetch_prepared(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    from psycopg import Cursor

    with Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params, prepare=True).fetchall()


@lru_cache(maxsize=2048)
def _with_question_marks(sql: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")


def prepare(rows: QuerySet[Any, Any], columns: Sequence[str] = ()) -> Prepared:
    """Compile a query set of `values_list()`; `columns` names what `dicts` gives, in order."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Prepared("", columns=tuple(columns))
    selected = [column for column, _sql, _alias in compiler.select]
    converters = {
        position: _converter(expression, functions)
        for position, (functions, expression) in compiler.get_converters(selected).items()
    }
    return Prepared(sql, tuple(params), tuple(columns), converters)


def _converter(expression: Any, functions: Sequence[Any]) -> Callable[[Any], Any]:
    if isinstance(expression.output_field, JSONField):
        return lambda value: None if value is None else orjson.loads(value)

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
