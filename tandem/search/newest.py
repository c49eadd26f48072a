"""The newest hits first, on PostgreSQL: a GIN index knows which documents have a word, and not in which order.

To put all hits in order takes as long as there are hits; to read the documents from the newest on takes as long as a hit is rare;
and the planner, promised an early end by a LIMIT, takes rare words for common ones. So we look at one stretch of time after the
other, the newest first, each so long that it should hold enough: in it the index of the words and the one of the ids answer
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

#: So many hits make a full answer for most: the first stretch should hold them.
ENOUGH: Final = 3_000
#: From this share of all time on, the rest is looked at together: the ids of a long stretch are many to go through as well.
_LONG: Final = 0.3
#: Tokens of a query whose frequency is asked for.
_WEIGHED: Final = 8


@dataclass(frozen=True, slots=True)
class Match:
    """The part of a statement that finds documents: what stands after FROM and WHERE, and the document's key, which grows
    with time. `tokens` are what must be there, each in the database's own syntax."""

    source: str
    key: str
    where: str
    params: Sequence[Any]
    tokens: Sequence[str]


def newest_first(match: Match) -> Iterator[Sequence[tuple[int, int]]]:
    """(key, ticket) of all documents that match, by falling key, one stretch of time after the other."""
    statement = (
        f"WITH found AS MATERIALIZED (SELECT {match.key} AS hit, document.ticket_id FROM {match.source}"  # noqa: S608  # our own names
        f" WHERE {match.where} AND {match.key} >= %s AND {match.key} < %s) SELECT hit, ticket_id FROM found ORDER BY hit DESC"
    )
    first, last = _ends(match)
    whole = last - first + 1
    length = max(1, round(whole * ENOUGH / max(_expected(match), ENOUGH)))
    end = last + 1
    while end > first:
        begin = max(first, end - length) if length < whole * _LONG else first
        with connection.cursor() as cursor:
            cursor.execute(statement, [*match.params, begin, end])
            hits: list[tuple[int, int]] = cursor.fetchall()
        yield hits
        # Where there were too few, the words seldom stand together, or most of what has them is not for this reader.
        end, length = begin, length * 2


def _ends(match: Match) -> tuple[int, int]:
    """The smallest and the largest key; (0, -1) where there is no document."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN({match.key}), MAX({match.key}) FROM {match.source}")  # noqa: S608  # our own names
        first, last = cursor.fetchone()
    return (0, -1) if last is None else (first, last)


def _expected(match: Match) -> int:
    """How many documents have the rarest of the tokens, by the planner's statistics of the most common ones. What it makes of
    all together would be far too few for the pairs of one Chinese word."""
    expected = []
    with connection.cursor() as cursor:
        for token in match.tokens[:_WEIGHED]:
            cursor.execute(
                f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {match.source} WHERE document.tokens @@ %s::tsquery",  # noqa: S608
                [token],
            )
            (explained,) = cursor.fetchone()[0]
            expected.append(explained["Plan"]["Plan Rows"])
    return int(min(expected))
