"""Ticket numbers: unique, never used again, gaps allowed. A sequence on PostgreSQL, a counter row on SQLite."""

from __future__ import annotations

from django.db import connection

from tandem.infra import writing

#: The first ticket of an installation: four digits from the beginning, so that numbers look alike.
FIRST = 1001
SEQUENCE = "tandem_ticket_number"
_COUNT_UP = (
    "INSERT INTO tickets_ticketcounter (id, last) VALUES (1, %s)"
    " ON CONFLICT (id) DO UPDATE SET last = last + 1 RETURNING last"
)


def next_number() -> int:
    """The next number. On SQLite the caller holds the write lock of its transaction, so the counter needs no other."""
    if connection.vendor == "postgresql":
        _touched, ((number,),) = writing.write(f"SELECT nextval('{SEQUENCE}')", [])
    else:
        _touched, ((number,),) = writing.write(_COUNT_UP, [FIRST])
    return int(number)
