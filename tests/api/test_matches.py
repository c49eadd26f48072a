"""All tickets of a list by name: what the viewer sees of them, in the order of the list, up to a bound, by one statement."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import tickets as shapes
from tandem.api.routers import tickets as router
from tandem.tickets.models import Ticket
from tests.api.shapes import fits
from tests.statements import statements
from tests.world import Api, World


def _matches(api: Api, **query: Any) -> tuple[list[int], bool]:
    answer = fits(api.get("/tickets/matches", **query), shapes.MatchList)
    numbers = [one["number"] for one in answer["results"]]
    named = dict(Ticket.objects.values_list("number", "id"))
    assert [one["id"] for one in answer["results"]] == [str(named[number]) for number in numbers]
    return numbers, answer["more"]


def _listed(api: Api, **query: Any) -> list[int]:
    return [row["number"] for row in api.get("/tickets", limit=100, **query).json()["results"]]


@pytest.mark.parametrize(
    "query",
    [
        {"view": "open"},
        {"view": "unassigned", "sort": "created"},
        {"view": "all", "tag": "noisy"},
        {"view": "all", "q": "hums"},
        {"view": "trash"},
        {"condition": '{"combinator":"and","rules":[{"field":"tags","operator":"includes_any","value":["noisy"]}]}'},
    ],
)
def test_they_are_those_of_the_list_in_its_order(world: World, query: dict[str, Any]) -> None:
    for at in range(5):
        world.open_ticket(f"t{at}", tags=["noisy"] if at % 2 else [], department=world.billing if at == 3 else None)
    trashed = world.open_ticket("gone")
    world.browser(world.sam).post(f"/tickets/{trashed.number}/trash")
    for person in (world.ana, world.ben, world.cai):
        api = world.browser(person)
        assert _matches(api, **query) == (_listed(api, **query), False)
    assert _matches(world.browser(world.ana), **query)[0]


def test_nobody_is_told_of_what_they_do_not_see(world: World) -> None:
    here, there = world.open_ticket("here"), world.open_ticket("there", department=world.billing)
    assert _matches(world.browser(world.ben), view="all")[0] == [here.number]
    assert _matches(world.browser(world.cai), view="all")[0] == [there.number]
    assert _matches(world.browser(world.ana), view="all")[0] == [there.number, here.number]
    assert world.stranger().get("/tickets/matches", view="all").status_code == 401


@pytest.mark.parametrize("query", [{"view": "all"}, {"view": "all", "q": "hums"}])
def test_the_first_ones_are_named_and_that_there_are_more(
    world: World, monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    monkeypatch.setattr(router, "MOST_MATCHES", 2)
    tickets = [world.open_ticket(f"t{at}") for at in range(3)]
    ben = world.browser(world.ben)
    assert _matches(ben, **query) == ([tickets[2].number, tickets[1].number], True)
    monkeypatch.setattr(router, "MOST_MATCHES", 3)
    assert _matches(ben, **query) == (_listed(ben, **query), False)


def test_it_asks_once_however_many_there_are(world: World) -> None:
    ben = world.browser(world.ben)
    for at in range(60):
        world.open_ticket(f"t{at}")
    _matches(ben, view="open")
    with statements() as asked:
        answer = ben.get("/tickets/matches", view="open")
    assert len(answer.json()["results"]) == 60
    assert asked == ["SELECT tickets_ticket"]


@pytest.mark.parametrize("query", [{"view": "nowhere"}, {"sort": "colour"}, {"condition": "{"}, {"view": "1"}])
def test_a_list_that_cannot_be_read_is_refused(world: World, query: dict[str, str]) -> None:
    assert world.browser(world.ben).get("/tickets/matches", **query).status_code == 400


def test_what_is_chosen_is_done_in_portions_each_with_its_own_result(world: World) -> None:
    """The whole way: names of all, then the usual call. Who has come since then is not touched."""
    before = [world.open_ticket(f"t{at}") for at in range(3)]
    sam = world.browser(world.sam)
    numbers, _more = _matches(sam, view="all")
    later = world.open_ticket("later")
    done = sam.post("/tickets/bulk", {"numbers": numbers, "action": "status", "value": "solved"}).json()
    assert (done["done"], sorted(numbers)) == (3, [ticket.number for ticket in before])
    assert Ticket.objects.get(id=later.id).status.slug == "open"
