"""A search that finds too much says so, and gives the newest."""

from __future__ import annotations

import pytest

from tandem.api.answers.tickets import TicketList
from tandem.api.routers import tickets
from tests.api.shapes import fits
from tests.world import World


def test_a_search_lists_the_newest_and_says_that_there_are_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "MOST_FOUND", 3)
    made = [world.open_ticket(f"Invoice {number}").number for number in range(4)]
    world.open_ticket("Invoice of others", department=world.billing)
    ben = world.browser(world.ben)
    found = fits(ben.get("/tickets", q="invoice", limit=2), TicketList)
    assert [row["number"] for row in found["results"]] == [made[3], made[2]]
    assert found["capped"]
    rest = fits(ben.get("/tickets", q="invoice", limit=2, cursor=found["next"]), TicketList)
    assert [row["number"] for row in rest["results"]] == [made[1]]
    assert (rest["next"], rest["capped"]) == (None, True)
    # To do something to all of the list means these and no ticket that it does not show.
    every = ben.get("/tickets/matches", q="invoice").json()
    assert [row["number"] for row in every["results"]] == [made[3], made[2], made[1]]
    assert every["more"]


def test_what_fits_is_not_capped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "MOST_FOUND", 3)
    for number in range(3):
        world.open_ticket(f"Invoice {number}")
    ben = world.browser(world.ben)
    assert not ben.get("/tickets", q="invoice").json()["capped"]
    assert not ben.get("/tickets", view="all").json()["capped"]
