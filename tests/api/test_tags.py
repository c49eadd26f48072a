"""Tags: refused rather than changed in silence, found by typing, replaced everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import tags as shapes
from tandem.kernel.models import Event
from tandem.kernel.worker import drain
from tandem.tickets.models import Ticket, TicketTag
from tests.api.shapes import fits
from tests.world import World


@pytest.mark.parametrize(
    ("tags", "status", "pointer"),
    [
        (["hot", "HOT"], 422, "/1"),
        (["hot", "  "], 422, "/1"),
        (["a,b"], 422, "/0"),
        (["x" * 61], 422, "/0"),
        (["a\nb"], 400, "/0"),
        (["a\u202eb"], 400, "/0"),
        ([7], 400, "/0"),
    ],
)
def test_what_is_no_tag_is_refused(world: World, tags: list[Any], status: int, pointer: str) -> None:
    ticket = world.open_ticket()
    changes = {"tags": {"base": [], "mine": tags}}
    answer = world.browser(world.ben).patch(f"/tickets/{ticket.number}", {"changes": changes})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, f"/changes/tags/mine{pointer}")
    assert not TicketTag.objects.exists()


def test_type_ahead_and_the_five_given_last(world: World) -> None:
    for at in range(7):
        world.open_ticket(f"t{at}", tags=[f"tag-{at}", "often"])
    world.open_ticket("theirs", department=world.billing, tags=["secret"])
    ben = world.browser(world.ben)
    found = fits(ben.get("/tags"), shapes.TagList)
    assert found["results"][0] == {"tag": "often", "count": 7}
    assert len(found["recent"]) == 5
    assert set(found["recent"]) <= {"often", *(f"tag-{at}" for at in range(2, 7))}
    assert [one["tag"] for one in fits(ben.get("/tags", q="G-3"), shapes.TagList)["results"]] == ["tag-3"]
    assert fits(ben.get("/tags", q="secret"), shapes.TagList)["results"] == []
    assert [row["subject"] for row in ben.get("/tickets", tag="tag-3").json()["results"]] == ["t3"]


def test_one_tag_is_replaced_by_another_everywhere(world: World) -> None:
    both, old = world.open_ticket("both", tags=["old", "new"]), world.open_ticket("old", tags=["old"])
    trashed = world.open_ticket("trashed", department=world.billing, tags=["old"])
    ana = world.browser(world.ana)
    ana.post(f"/tickets/{trashed.number}/trash")
    begun = fits(ana.post("/tags/replacements", {"tag": "OLD", "by": "new"}), shapes.TagReplacementShown, 202)
    assert (begun["total"], begun["left"], begun["over"]) == (3, 3, False)
    drain()
    done = fits(ana.get("/tags/replacements"), shapes.TagReplacementList)["results"][0]
    assert (done["id"], done["left"], done["over"], done["person"]["name"]) == (begun["id"], 0, True, "Ana")
    assert {ticket.id: list(ticket.tag_rows.values_list("tag", flat=True)) for ticket in Ticket.objects.all()} == {
        ticket.id: ["new"] for ticket in (both, old, trashed)
    }
    told = Event.objects.filter(kind="ticket.tags_changed", actor_id=world.ana.id)
    assert {event.stream_id for event in told} == {both.id, old.id, trashed.id}
    audit = ana.get("/audit", subject="tag_replacement").json()["results"]
    assert audit[0]["new"] == {"tag": "old", "by": "new"}


def test_a_replacement_that_means_nothing_is_refused(world: World) -> None:
    world.open_ticket(tags=["old"])
    ana = world.browser(world.ana)
    for tag, by, pointer in [("old", "Old", "/by"), ("gone", "x", "/tag"), ("old", ",", "/by")]:
        body = {"tag": tag, "by": by}
        answer = ana.post("/tags/replacements", body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert world.browser(world.mia).post("/tags/replacements", {"tag": "old", "by": "x"}).status_code == 403
