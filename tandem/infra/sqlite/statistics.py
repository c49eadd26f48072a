"""What SQLite's planner knows of the tables: gathered now and then, since without it a list is read in the wrong order."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

#: Rows looked at per index; a whole count of the large tables would hold the writers up.
_SAMPLE: Final = 2000


def gather() -> None:
    """Count what the planner asks about (`ANALYZE`, https://sqlite.org/lang_analyze.html); PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_SAMPLE}")
        cursor.execute("ANALYZE")
