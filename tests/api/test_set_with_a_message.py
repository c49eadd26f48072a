"""Fields that are set with a message: all of it happens or nothing, and taking the reply back takes the fields back."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers.drafts import UndoneReply
from tandem.kernel.changes import Ref
from tandem.kernel.history import events_of
from tandem.tickets.models import Message, Ticket, TicketTag
from tests.api.shapes import fits
from tests.world import Api, World


def pair(base: Any, mine: Any) -> dict[str, Any]:
    return {"base": base, "mine": mine}


def taking_it(world: World) -> dict[str, Any]:
    return {"owner": pair(None, str(world.ben.id)), "priority": pair("none", "high"), "tags": pair([], ["mine"])}


def send(api: Api, ticket: Ticket, changes: Any, **fields: Any) -> Any:
    seen = Ticket.objects.values_list("seq", flat=True).get(id=ticket.id)
    message = {"visibility": "public", "body": "I am on it.", "seen": seen, "client_id": "one", "changes": changes}
    return api.post(f"/tickets/{ticket.number}/messages", message | fields)


def now(ticket: Ticket) -> tuple[Any, ...]:
    found = Ticket.objects.get(id=ticket.id)
    tags = sorted(TicketTag.objects.filter(ticket=ticket).values_list("tag", flat=True))
    return (found.owner_id, found.priority, tags, found.status.slug)


def test_a_reply_sets_fields_in_the_same_run(world: World) -> None:
    ticket = world.open_ticket()
    assert send(world.browser(world.ben), ticket, taking_it(world)).status_code == 201
    assert now(ticket) == (world.ben.id, 3, ["mine"], "waiting")
    events = events_of(Ref("ticket", ticket.id), after=2, limit=50)
    assert len({event.change_id for event in events}) == 1


def test_a_note_sets_fields_and_its_status(world: World) -> None:
    ticket = world.open_ticket()
    changes = taking_it(world) | {"status": pair("open", "on-hold")}
    assert send(world.browser(world.ben), ticket, changes, visibility="internal").status_code == 201
    assert now(ticket) == (world.ben.id, 3, ["mine"], "on-hold")


def test_a_field_that_somebody_changed_meanwhile_holds_the_message_back(world: World) -> None:
    ticket = world.open_ticket()
    world.edit(ticket, world.sam, owner=(None, world.sam.id))
    answer = send(world.browser(world.ben), ticket, taking_it(world))
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket.edit_conflict")
    assert [conflict["field"] for conflict in answer.json()["conflicts"]] == ["owner"]
    assert Message.objects.filter(shown_in=ticket).count() == 1
    assert now(ticket) == (world.sam.id, 0, [], "open")


def test_what_no_message_sets_is_refused_at_its_place(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    for name, value in {
        "status": pair("open", "solved"),
        "department": pair(str(world.support.id), str(world.billing.id)),
        "cc": pair([], [{"email": "lee@customer.example"}]),
    }.items():
        answer = send(ben, ticket, {name: value})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/changes/{name}")
    assert send(ben, ticket, {"number": pair(1, 2)}).status_code == 400


def test_who_may_write_but_not_edit_sets_nothing(world: World) -> None:
    ticket = world.open_ticket()
    light = world.browser(world.lin)
    assert send(light, ticket, taking_it(world), visibility="internal").status_code == 403
    assert send(light, ticket, {}, visibility="internal").status_code == 201
    narrow = world.program(world.ben, "tickets.read", "tickets.reply")
    assert send(narrow, ticket, taking_it(world), client_id="two").status_code == 403


def test_taking_the_reply_back_gives_back_fields_and_text(world: World, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    sent = send(ben, ticket, taking_it(world)).json()
    answer = ben.post(f"/tickets/{ticket.number}/messages/{sent['id']}/undo")
    draft = fits(answer, UndoneReply)["draft"]
    assert now(ticket) == (None, 0, [], "open")
    assert draft["changes"] == taking_it(world)


@pytest.mark.parametrize("meanwhile", [{"priority": (3, 4)}, {"tags": (["mine"], [])}])
def test_what_a_colleague_changed_since_stays_theirs(world: World, settings: Any, meanwhile: Any) -> None:
    settings.UNDO_WINDOW_MS = 10_000
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    sent = send(ben, ticket, taking_it(world)).json()
    world.edit(ticket, world.sam, **meanwhile)
    ben.post(f"/tickets/{ticket.number}/messages/{sent['id']}/undo")
    assert now(ticket) == (None, 4 if "priority" in meanwhile else 0, [], "open")


def test_the_same_text_with_other_fields_is_another_request(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    assert send(ben, ticket, taking_it(world)).status_code == 201
    assert send(ben, ticket, taking_it(world)).status_code == 201
    assert send(ben, ticket, {"priority": pair("none", "low")}).json()["code"] == "idempotency.mismatch"
    assert Message.objects.filter(shown_in=ticket, kind="reply").count() == 1


def test_a_draft_keeps_the_fields_that_wait(world: World) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    path = f"/tickets/{ticket.number}/drafts"
    changes = taking_it(world)
    assert ben.put(f"{path}/reply", {"body_html": "<p>On it.</p>", "changes": changes}).status_code == 200
    assert ben.get(path).json()["mine"][0]["changes"] == changes
    refused = ben.put(f"{path}/reply", {"body_html": "", "changes": {"priority": pair("none", "loud")}})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/changes/priority/mine")
