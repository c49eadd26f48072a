"""The history by person, by field, by kind, together and in pages; every event that exists has its kind and its sentence."""

from __future__ import annotations

from typing import Any

from tandem.api.answers import tickets as shapes
from tandem.kernel.records import record_kinds
from tandem.tickets.history import GROUPS
from tandem.tickets.sentences import sentence
from tests.api.shapes import fits
from tests.world import World

#: What facts and computed names tell besides the tables of the kinds.
TOLD_OTHERWISE = {
    *(
        "ticket.marked_spam",
        "ticket.unmarked_spam",
        "ticket.trashed",
        "ticket.restored",
        "ticket.snoozed",
        "ticket.woken",
    ),
    *("message.received", "message.replied", "message.noted", "delivery.sent", "delivery.failed", "delivery.uncertain"),
    *("delivery.withheld", "delivery.sent_again"),
    *("scheduled_reply.held", "scheduled_reply.stopped", "mailed_answer.held"),
    *(
        "attachment.removed",
        "attachment.restored",
        "attachment.deleted",
        "ticket.cloned",
        "ticket.cloned_from",
        "ticket.erased",
    ),
    "chat.wanted",
    *("message.sent_automatically", "automatic_mail.paused", "sender.asked", "sender.confirmed"),
    *("message.undone", "message.moved_away", "message.moved_here", "message.read_again"),
    *("draft.asked", "draft.handed_over", "draft.declined", "draft.taken_over"),
}


def _kinds() -> dict[str, str | None]:
    """Every kind of event of a ticket's stream, with the field that it tells of."""
    of_tickets = [
        kind for kind in record_kinds().values() if kind.name == "ticket" or kind.part_of == ("ticket", "ticket_id")
    ]
    of_tickets.append(record_kinds()["message"])
    told: dict[str, str | None] = dict.fromkeys(TOLD_OTHERWISE)
    for kind in of_tickets:
        told |= {name: field for field, name in kind.tracked.items() if isinstance(name, str)}
        told |= {members.event: field for field, members in kind.sets.items()}
        told |= {name: None for name in (kind.created, kind.removed) if isinstance(name, str)}
    return told


def test_every_kind_of_event_stands_in_one_group_and_has_a_sentence() -> None:
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == set(_kinds())
    for kind, field in _kinds().items():
        assert kind not in sentence(kind, field, "y", "x")


def _kinds_of(world: World, number: int, **query: Any) -> list[str]:
    found = fits(world.browser(world.ben).get(f"/tickets/{number}/events", **query), shapes.EventList)
    return [event["kind"] for event in found["results"]]


def test_filters_hold_together(world: World) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.ben, priority=(0, 2))
    world.edit(ticket, world.sam, priority=(2, 3), tags=([], ["hot"]))
    world.note(ticket, world.sam)
    number = ticket.number
    assert _kinds_of(world, number, field="priority") == ["ticket.priority_changed"] * 2
    assert _kinds_of(world, number, field="priority", person=str(world.sam.id)) == ["ticket.priority_changed"]
    assert _kinds_of(world, number, kind="tags,notes") == ["ticket.tags_changed", "message.noted"]
    assert _kinds_of(world, number, kind="notes", person=str(world.ben.id)) == []
    assert _kinds_of(world, number, person="system", kind="ticket") == ["ticket.opened"]
    assert world.browser(world.ben).get(f"/tickets/{number}/events", kind="magic").status_code == 400
    assert world.browser(world.ben).get(f"/tickets/{number}/events", field="magic").status_code == 400
    assert world.browser(world.ben).get(f"/tickets/{number}/events", person="x").status_code == 400


def test_pages_go_on_within_a_filter(world: World) -> None:
    ticket, ben = world.open_ticket(), world.browser(world.ben)
    for at in range(5):
        world.edit(ticket, world.ben, priority=(at % 2, (at + 1) % 2))
        world.note(ticket, world.ben, f"n{at}")
    seen: list[int] = []
    before: dict[str, Any] = {}
    for _page in range(10):
        query = {"field": "priority", "order": "desc", "limit": 2} | before
        page = fits(ben.get(f"/tickets/{ticket.number}/events", **query), shapes.EventList)
        seen += [event["seq"] for event in page["results"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}
    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)


def test_facets_count_what_there_is(world: World) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.ben, priority=(0, 2))
    world.note(ticket, world.ben)
    facets = fits(world.browser(world.ben).get(f"/tickets/{ticket.number}/events/facets"), shapes.HistoryFacets)
    assert {"name": "priority", "count": 1} in facets["fields"]
    assert {"name": "notes", "count": 1} in facets["kinds"]
    people = {(one["id"], one["kind"]): one["count"] for one in facets["people"]}
    assert people[str(world.ben.id), "agent"] == 2
    assert sum(people.values()) == sum(one["count"] for one in facets["kinds"])
