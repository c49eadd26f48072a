"""From words to tickets, newest first. Rights and filters are part of the statement: no hit is lost to a cap before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from tandem.search.models import MessageDocument, PersonDocument, Searched
from tandem.search.query import Term, read_query, ticket_number
from tandem.tickets.models import Ticket

#: Hits are fetched in portions until enough tickets are together.
_PORTION: Final = 1_000
_ABOVE_ALL: Final = (1 << 63) - 1


def find_among(tickets: QuerySet[Ticket], query: str, limit: int = 1_000) -> list[int]:
    """Ids of those of `tickets` that a query finds, at most `limit`: the ticket of that number first, then the ones with the
    newest hit. Found are messages (a ticket's first one with its subject), and requesters by name or address.

    `tickets` says what may be seen and what is looked through: give it `visible_to(actor)` or a list narrowed from it.
    """
    found: dict[int, None] = {}
    number = ticket_number(query)
    if number is not None:
        found |= dict.fromkeys(tickets.filter(number=number).values_list("id", flat=True))
    terms = read_query(query)
    if not terms:
        return list(found)
    # Ids are ordered by time, so that the two kinds of hits can be merged by them.
    for _hit, ticket in merge(_by_message(tickets, terms), _by_requester(tickets, terms, limit), reverse=True):
        found.setdefault(ticket)
        if len(found) >= limit:
            break
    return list(found)[:limit]


@dataclass(frozen=True, slots=True)
class _Match:
    """The part of a statement that finds documents: what stands after FROM and WHERE, and the document's key."""

    source: str
    key: str
    where: str
    params: Sequence[Any]


def _by_message(tickets: QuerySet[Ticket], terms: Iterable[Term]) -> Iterator[tuple[int, int]]:
    """(message, ticket) of every hit, newest first."""
    match = _match(MessageDocument, "message_id", terms)
    among = tickets.filter(pk=RawSQL("document.ticket_id", ())).order_by().values("pk")
    try:
        seen, seen_params = among.query.sql_with_params()
    except EmptyResultSet:
        return
    statement = (
        f"SELECT {match.key}, document.ticket_id FROM {match.source} WHERE {match.where}"  # noqa: S608  # names of our own
        f" AND {match.key} < %s AND EXISTS ({seen}) ORDER BY {match.key} DESC LIMIT {_PORTION}"
    )
    below = _ABOVE_ALL
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [*match.params, below, *seen_params])
            hits = cursor.fetchall()
        yield from hits
        if len(hits) < _PORTION:
            return
        below = hits[-1][0]


def _by_requester(tickets: QuerySet[Ticket], terms: Iterable[Term], limit: int) -> Iterator[tuple[int, int]]:
    """(ticket, ticket) of those whose requester is found, newest first."""
    match = _match(PersonDocument, "person_id", terms)
    people = f"SELECT {match.key} FROM {match.source} WHERE {match.where}"  # noqa: S608  # names of our own
    chosen = RawSQL(people, match.params)  # noqa: S611  # what was typed is in the parameters
    asked = tickets.filter(requester_id__in=chosen).order_by("-id")
    for ticket in asked.values_list("id", flat=True)[:limit]:
        yield ticket, ticket


def _match(documents: type[Searched], key: str, terms: Iterable[Term]) -> _Match:
    """Tokens find, the text confirms: an index without positions knows neither phrases nor signs."""
    table = documents._meta.db_table
    rechecks = [term.exact for term in terms if term.exact is not None]
    if connection.vendor == "postgresql":
        source, key = f"{table} AS document", f"document.{key}"
        where = ["document.tokens @@ %s::tsquery", *["strpos(document.text, %s) > 0"] * len(rechecks)]
        wanted = _joined(terms, "'{}'", "'{}':*", " & ")
    else:
        # CROSS keeps the index in front: it gives the rows in their order, and the statement stops at its limit.
        source = f"{table}_index CROSS JOIN {table} AS document ON document.{key} = {table}_index.rowid"
        key = f"{table}_index.rowid"
        where = [f"{table}_index MATCH %s", *["instr(document.text, %s) > 0"] * len(rechecks)]
        wanted = _joined(terms, '"{}"', '"{}" *', " AND ")
    return _Match(source, key, " AND ".join(where), [wanted, *rechecks])


def _joined(terms: Iterable[Term], whole: str, beginning: str, conjunction: str) -> str:
    """All tokens in a database's own syntax. They hold only letters, digits and marks, so that quoting them is enough."""
    return conjunction.join(
        (beginning if term.prefix and token == term.tokens[-1] else whole).format(token)
        for term in terms
        for token in term.tokens
    )
