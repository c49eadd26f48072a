"""Search: from words to ids with rights and recheck, against the index alone."""

from __future__ import annotations

from bench.bare import BareConnection
from bench.measure import Ratio, wall_ms
from bench.world import AGENT
from tandem.api.routers.tickets import MOST_FOUND
from tandem.people.actors import staff_actor
from tandem.people.models import Person
from tandem.search.finding import find_among
from tandem.search.models import MessageDocument
from tandem.tickets import queries

#: name -> (what is typed, the token that the bare statement asks for).
QUERIES = {
    "search, common English": ("the ", "the"),
    "search, rare English": ("item3000 ", "item3000"),
    "search, Russian": ("заказ ", "заказ"),
    "search, Chinese, two characters": ("打印", "打印"),
    "search, Chinese, three characters": ("打印机", "打印"),
    "search, unfinished word": ("deliv", "deliv"),
}


def measure() -> list[Ratio]:
    """Wall-clock medians; the note has the 95th percentile and the number of hits."""
    database, actor = BareConnection(), staff_actor(Person.objects.get(email=AGENT))
    table = MessageDocument._meta.db_table
    if database.postgresql:
        bare = (
            f"SELECT message_id, ticket_id FROM {table} WHERE tokens @@ %s::tsquery ORDER BY message_id DESC LIMIT 1000"
        )
    else:
        bare = f"SELECT rowid FROM {table}_index WHERE {table}_index MATCH %s ORDER BY rowid DESC LIMIT 1000"
    ratios = []
    for name, (typed, token) in QUERIES.items():
        prefix = name.endswith("word")
        asked = (
            (f"'{token}'" + (":*" if prefix else ""))
            if database.postgresql
            else f'"{token}"' + (" *" if prefix else "")
        )
        hits = len(find_among(queries.visible_to(actor), typed, MOST_FOUND + 1))
        ours, slow = wall_ms(lambda typed=typed: find_among(queries.visible_to(actor), typed, MOST_FOUND + 1))  # type: ignore[misc]
        least, _ = wall_ms(lambda asked=asked: database.rows(bare, [asked]))  # type: ignore[misc]
        ratios.append(Ratio(name, ours, least, "ms", f"{hits} tickets, 95 % within {slow:.1f} ms"))
    return ratios
