"""Ticket numbers: unique, never used again, gaps allowed. A sequence on PostgreSQL, a counter row on SQLite."""

from __future__ import annotations

from django.db import connection

#: The first ticket of an installation: four digits from the beginning, so that numbers look alike.
FIRST = 1001
SEQUENCE = "tandem_ticket_number"


def next_number() -> int:
    """The next number. On SQLite the caller holds the write lock of its transaction, so the counter needs no other."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT nextval('{SEQUENCE}')")
        else:
            cursor.execute(
                "INSERT INTO tickets_ticketcounter (id, last) VALUES (1, %s)"
                " ON CONFLICT (id) DO UPDATE SET last = last + 1 RETURNING last",
                [FIRST],
            )
        row = cursor.fetchone()
    return int(row[0])
