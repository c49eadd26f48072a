"""The views of the list: their counts, which each window asks for, and the first page of each.

For somebody of one department, and for somebody who sees all of them.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.bare import BareConnection
from bench.door import Browser
from bench.measure import Ratio, wall_ms
from bench.world import ADMIN, AGENT
from tandem.people.actors import staff_actor
from tandem.people.models import Person
from tandem.tickets import listing
from tandem.tickets.preset_views import PRESET_VIEWS

WHO: Final = {"one department": AGENT, "all departments": ADMIN}


def measure() -> list[Ratio]:
    """Wall-clock medians; the floor of a request is the statements that it asks, without anything around them."""
    return [ratio for who, email in WHO.items() for ratio in (_counts(who, email), *_pages(who, email))]


def _counts(who: str, email: str) -> Ratio:
    browser, database = Browser(email), BareConnection()
    browser.get("/api/v1/views")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/api/v1/views")
    counting = [one["sql"] for one in asked.captured_queries if "tickets_ticket" in one["sql"]]
    assert counting
    ours, slow = wall_ms(lambda: browser.get("/api/v1/views"))
    bare, _ = wall_ms(lambda: [database.rows(one) for one in counting])
    return Ratio(f"counts of views, {who}", ours, bare, "ms", f"95 % within {slow:.1f} ms")


def _pages(who: str, email: str) -> list[Ratio]:
    """The first page of the preset view that takes longest."""
    actor, database = staff_actor(Person.objects.get(email=email)), BareConnection()
    taken: dict[str, tuple[float, float]] = {}
    for view in PRESET_VIEWS:
        show = partial(listing.page, actor, listing.Wanted(view.condition, view.sort, 50))
        show()
        with CaptureQueriesContext(connection) as asked:
            show()
        statements = [one["sql"] for one in asked.captured_queries]
        bare, _ = wall_ms(lambda statements=statements: [database.rows(one) for one in statements])  # type: ignore[misc]
        taken[view.key] = wall_ms(show)[0], bare
    slowest = max(taken, key=lambda key: taken[key][0])
    return [Ratio(f"slowest view, {who}", *taken[slowest], "ms", f"“{slowest}”")]
