"""The newest hits first, on PostgreSQL: a GIN index knows which documents have a word, and not in which order.

Either everything that it finds is put in order, or the documents are read from the newest on until enough have the word. The first
is quick for rare words and the second for common ones; each is very slow for the other. The planner takes a rare word for
a common one as soon as a LIMIT promises an early end, so we choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

#: Hits that are read from the newest on before the tickets are asked for; and of those that were put in order.
_PORTION: Final = 1_000
_ORDERED_PORTION: Final = 4_000
#: So many hits make a full answer; it is what the two ways are weighed by.
_ENOUGH: Final = 3_000
_ABOVE_ALL: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Match:
    """The part of a statement that finds documents: what stands after FROM and WHERE, and the document's key."""

    source: str
    key: str
    where: str
    params: Sequence[Any]


def newest_first(match: Match) -> Iterator[Sequence[tuple[int, int]]]:
    """Portions of (key, ticket) of all documents that match, by falling key."""
    found = f"SELECT {match.key} AS hit, document.ticket_id FROM {match.source} WHERE {match.where}"  # noqa: S608  # our own names
    if _are_many(match):
        statement, portion = f"{found} AND {match.key} < %s ORDER BY {match.key} DESC", _PORTION
    else:
        statement = (
            f"WITH found AS MATERIALIZED ({found}) SELECT hit, ticket_id FROM found WHERE hit < %s ORDER BY hit DESC"  # noqa: S608
        )
        portion = _ORDERED_PORTION
    below = _ABOVE_ALL
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} LIMIT {portion}", [*match.params, below])
            hits: list[tuple[int, int]] = cursor.fetchall()
        yield hits
        if len(hits) < portion:
            return
        below = hits[-1][0]


def _are_many(match: Match) -> bool:
    """Whether enough hits come sooner by reading every document from the newest on: by the statistics that the planner
    has of the most common words. To put h hits in order costs about h; to read on, what lies between enough of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {match.source} WHERE {match.where}", match.params)  # noqa: S608
        (explained,) = cursor.fetchone()[0]
        hits = explained["Plan"]["Plan Rows"]
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [match.source.split()[0]])
        (documents,) = cursor.fetchone()
    return bool(hits * hits > _ENOUGH * max(documents, 1))
