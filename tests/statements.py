"""What a piece of work asks of the database, in order: `SELECT tickets_ticket` and the like, with `begin` and `commit`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: Word of a statement -> the word behind which its table stands.
_BEFORE_TABLE = {"SELECT": "FROM", "WITH": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}


@contextmanager
def statements() -> Iterator[list[str]]:
    """Fills the list when the block ends. The ticket's next number is `number` on both databases."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [_short(statement["sql"]) for statement in captured.captured_queries]


def _short(sql: str) -> str:
    # PostgreSQL puts the parts of a union into brackets.
    words = sql.replace('"', "").lstrip("(").split()
    if words[0] not in _BEFORE_TABLE:
        return words[0].lower().rstrip(";")
    if "nextval" in sql or "tickets_ticketcounter" in sql:
        return "number"
    # With names for its parts or without, it reads.
    word = "SELECT" if words[0] == "WITH" else words[0]
    return f"{word} {words[words.index(_BEFORE_TABLE[words[0]]) + 1]}"
