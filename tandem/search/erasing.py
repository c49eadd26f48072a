"""What the search index still knows of somebody who was erased.

Documents follow their records. On SQLite, FTS5 only marks deleted words until it merges its segments some day: they are merged now.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from tandem.people.erasure import Erasure

_INDEXES: Final = ("search_messagedocument_index", "search_persondocument_index")


def erase(erasure: Erasure) -> None:
    """Let the index forget the words of documents that are gone. On PostgreSQL the next vacuum does."""
    if connection.vendor != "sqlite":
        return
    for index in _INDEXES:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608  # names of our own
