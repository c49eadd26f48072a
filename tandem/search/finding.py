"""From words to tickets, newest first. Rights and filters are part of the statement: no hit is lost to a cap before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from tandem.search.models import MessageDocument, PersonDocument, Searched
from tandem.search.newest import Match, newest_first
from tandem.search.query import Term, read_query, ticket_number
from tandem.tickets.models import Ticket

_READ_AT_ONCE: Final = 200
_ASKED_AT_ONCE: Final = 1_000


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


def _by_message(tickets: QuerySet[Ticket], terms: Iterable[Term]) -> Iterator[tuple[int, int]]:
    """(message, ticket) of every hit, newest first."""
    match = _match(MessageDocument, "message_id", terms)
    if connection.vendor == "postgresql":
        return _visible(tickets, newest_first(match))
    return _as_found(tickets, match)


def _as_found(tickets: QuerySet[Ticket], match: Match) -> Iterator[tuple[int, int]]:
    """SQLite finds while it is read: one statement, which ends when nobody reads on."""
    among = tickets.filter(pk=RawSQL("document.ticket_id", ())).order_by().values("pk")
    try:
        seen, seen_params = among.query.sql_with_params()
    except EmptyResultSet:
        return
    statement = (
        f"SELECT {match.key}, document.ticket_id FROM {match.source} WHERE {match.where}"  # noqa: S608  # names of our own
        f" AND EXISTS ({seen}) ORDER BY {match.key} DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*match.params, *seen_params])
        while hits := cursor.fetchmany(_READ_AT_ONCE):
            yield from hits


def _visible(tickets: QuerySet[Ticket], portions: Iterable[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """The hits whose tickets are among these. Asked for the tickets of a portion by their ids: as a part of the search, PostgreSQL
    would rather read all tickets."""
    known: dict[int, bool] = {}
    for hits in portions:
        new = list(dict.fromkeys(ticket for _message, ticket in hits if ticket not in known))
        known |= dict.fromkeys(new, False)
        for first in range(0, len(new), _ASKED_AT_ONCE):
            # One parameter: to write out a thousand of them takes longer than to find the tickets.
            asked = RawSQL("tickets_ticket.id = ANY(%s)", [new[first : first + _ASKED_AT_ONCE]], BooleanField())
            known |= dict.fromkeys(tickets.filter(asked).order_by().values_list("id", flat=True), True)
        yield from (hit for hit in hits if known[hit[1]])


def _by_requester(tickets: QuerySet[Ticket], terms: Iterable[Term], limit: int) -> Iterator[tuple[int, int]]:
    """(ticket, ticket) of those whose requester is found, newest first."""
    match = _match(PersonDocument, "person_id", terms)
    people = f"SELECT {match.key} FROM {match.source} WHERE {match.where}"  # noqa: S608  # names of our own
    chosen = RawSQL(people, match.params)  # noqa: S611  # what was typed is in the parameters
    asked = tickets.filter(requester_id__in=chosen).order_by("-id")
    for ticket in asked.values_list("id", flat=True)[:limit]:
        yield ticket, ticket


def _match(documents: type[Searched], key: str, terms: Iterable[Term]) -> Match:
    """Tokens find, the text confirms: an index without positions knows neither phrases nor signs."""
    table = documents._meta.db_table
    rechecks = [term.exact for term in terms if term.exact is not None]
    if connection.vendor == "postgresql":
        source, key = f"{table} AS document", f"document.{key}"
        where = ["document.tokens @@ %s::tsquery", *["strpos(document.text, %s) > 0"] * len(rechecks)]
        tokens, conjunction = _quoted(terms, "'{}'", "'{}':*"), " & "
    else:
        # CROSS keeps the index in front: it gives the rows in their order, and the statement stops at its limit.
        source = f"{table}_index CROSS JOIN {table} AS document ON document.{key} = {table}_index.rowid"
        key = f"{table}_index.rowid"
        where = [f"{table}_index MATCH %s", *["instr(document.text, %s) > 0"] * len(rechecks)]
        tokens, conjunction = _quoted(terms, '"{}"', '"{}" *'), " AND "
    return Match(source, key, " AND ".join(where), [conjunction.join(tokens), *rechecks], tokens)


def _quoted(terms: Iterable[Term], whole: str, beginning: str) -> list[str]:
    """All tokens in a database's own syntax. They hold only letters, digits and marks, so that quoting them is enough."""
    return [
        (beginning if term.prefix and token == term.tokens[-1] else whole).format(token)
        for term in terms
        for token in term.tokens
    ]
