"""Moving tickets: what follows of it, who still sees them, and the way back."""

from __future__ import annotations

from typing import Any

from tandem.api.answers import bulk as bulk_shapes
from tandem.api.answers import sends as shapes
from tandem.api.answers.tickets import TicketPage
from tandem.infra.clock import now_ms
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.people.commands.create_team import CreateTeam
from tandem.tickets.bulk import undoing
from tandem.tickets.models import Message, Ticket
from tests.api.shapes import fits
from tests.world import Api, World


def _move(api: Api, ticket: Ticket, department: Any, **more: Any) -> Any:
    return api.post(f"/tickets/{ticket.number}/move", {"department_id": str(department.id), **more})


def _undo(api: Api, ticket: Ticket, change_id: str) -> Any:
    body = {"changes": [{"id": str(ticket.id), "change_id": change_id}]}
    return fits(api.post("/tickets/bulk/undo", body), bulk_shapes.BulkShown)["results"][0]


def test_a_ticket_moves_with_what_can_go_along_and_a_word_to_those_who_get_it(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    team = run(CreateTeam("Invoices", world.billing.id, [world.cai.id]), SYSTEM).result_id
    moved = fits(
        _move(
            world.browser(world.ben),
            ticket,
            world.billing,
            team_id=str(team),
            owner_id=str(world.cai.id),
            seen_in=str(world.support.id),
            note="They ask about an invoice.",
        ),
        shapes.MovedShown,
    )
    assert moved["visible"] is False
    shown = moved["ticket"]
    assert (shown["department"]["name"], shown["team"]["name"], shown["owner"]["name"]) == (
        "Billing",
        "Invoices",
        "Cai",
    )
    row = Ticket.objects.get(id=ticket.id)
    assert row.status.department_id == world.billing.id
    assert row.status.slug == ticket.status.slug
    note = Message.objects.get(shown_in=ticket, kind="note")
    assert (note.text, note.visibility, note.author_id) == ("They ask about an invoice.", "internal", world.ben.id)
    told = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id, change_id=moved["change_id"])
    assert {event.kind for event in told} >= {"message.noted", "ticket.department_changed", "ticket.owner_changed"}


def test_without_more_words_team_and_owner_stay_behind_unless_they_can_answer_there(world: World) -> None:
    mine, managed = world.open_ticket(owner=world.ben), world.open_ticket(owner=world.mia)
    sam = world.browser(world.sam)
    assert fits(_move(sam, mine, world.billing), shapes.MovedShown)["ticket"]["owner"] is None
    assert fits(_move(sam, managed, world.billing), shapes.MovedShown)["ticket"]["owner"]["name"] == "Mia"


def test_whoever_moved_it_out_of_sight_takes_exactly_that_back(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    ben = world.browser(world.ben)
    change = _move(ben, ticket, world.billing).json()["change_id"]
    assert ben.get(f"/tickets/{ticket.number}").status_code == 404
    assert _undo(ben, ticket, change)["outcome"] == "done"
    back = fits(ben.get(f"/tickets/{ticket.number}"), TicketPage)
    assert (back["department"]["name"], back["owner"]["name"]) == ("Support", "Ben")


def test_others_and_those_who_come_too_late_do_not_reach_it(world: World, monkeypatch: Any) -> None:
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    change = _move(ben, ticket, world.billing).json()["change_id"]
    assert _undo(world.browser(world.sam), ticket, change)["code"] == "not_found"
    monkeypatch.setattr(undoing, "now_ms", lambda: now_ms() + undoing.REACH_MS + 1_000)
    assert _undo(ben, ticket, change)["code"] == "not_found"
    assert Ticket.objects.get(id=ticket.id).department_id == world.billing.id


def test_what_somebody_has_moved_on_since_stays_there(world: World) -> None:
    ticket = world.open_ticket()
    ana, ben = world.browser(world.ana), world.browser(world.ben)
    change = _move(ben, ticket, world.billing).json()["change_id"]
    third = ana.post("/departments", {"name": "Sales", "status_set": "simple"}).json()["id"]
    assert ana.post(f"/tickets/{ticket.number}/move", {"department_id": third}).status_code == 200
    assert _undo(ben, ticket, change)["code"] == "not_found"
    assert str(Ticket.objects.get(id=ticket.id).department_id) == third


def test_two_who_move_it_at_once_are_told(world: World) -> None:
    ticket = world.open_ticket()
    ana = world.browser(world.ana)
    third = ana.post("/departments", {"name": "Sales", "status_set": "simple"}).json()["id"]
    assert _move(ana, ticket, world.billing).status_code == 200
    clash = ana.post(f"/tickets/{ticket.number}/move", {"department_id": third, "seen_in": str(world.support.id)})
    assert clash.status_code == 409
    assert clash.json()["code"] == "ticket.edit_conflict"


def test_what_does_not_fit_is_refused_where_it_stands(world: World) -> None:
    ticket = world.open_ticket()
    team = run(CreateTeam("Second line", world.support.id, []), SYSTEM).result_id
    ben = world.browser(world.ben)
    for more, pointer in (
        ({"team_id": str(team)}, "/team_id"),
        ({"owner_id": str(world.ben.id)}, "/owner_id"),
        ({"note": "  "}, "/note"),
    ):
        refused = _move(ben, ticket, world.billing, **more)
        assert refused.status_code == 422, more
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert ben.post(f"/tickets/{ticket.number}/move", {"department_id": "4"}).status_code == 404
    assert _move(world.browser(world.lin), ticket, world.billing).status_code == 403
    assert Ticket.objects.get(id=ticket.id).department_id == world.support.id


def test_a_program_that_asks_twice_moves_once(world: World) -> None:
    ticket = world.open_ticket()
    ana = world.program(world.ana)
    body = {"department_id": str(world.billing.id), "note": "Yours."}
    first = ana.post(f"/tickets/{ticket.number}/move", body, Idempotency_Key="m1")
    again = ana.post(f"/tickets/{ticket.number}/move", body, Idempotency_Key="m1")
    assert first.json()["change_id"] == again.json()["change_id"] is not None
    assert Message.objects.filter(shown_in=ticket, kind="note").count() == 1


def test_many_tickets_move_at_once_and_come_back(world: World) -> None:
    mine, theirs = world.open_ticket(owner=world.ben), world.open_ticket(department=world.billing)
    body = {"ids": [str(mine.id), str(theirs.id)], "action": "move", "value": {"department_id": str(world.billing.id)}}
    sam = world.browser(world.sam)
    done = fits(sam.post("/tickets/bulk", body), bulk_shapes.BulkShown)["results"]
    assert [one["outcome"] for one in done] == ["done", "skipped"]
    assert Ticket.objects.get(id=mine.id).department_id == world.billing.id
    assert _undo(sam, mine, done[0]["change_id"])["outcome"] == "done"
    assert Ticket.objects.get(id=mine.id).owner_id == world.ben.id


def test_where_to_is_read_before_anything_is_moved(world: World) -> None:
    ticket = world.open_ticket()
    for value, pointer in (
        (None, "/value"),
        ({}, "/value/department_id"),
        ({"department_id": 4}, "/value/department_id"),
        ({"department_id": "4", "colour": "red"}, "/value/colour"),
    ):
        refused = world.browser(world.sam).post(
            "/tickets/bulk", {"ids": [str(ticket.id)], "action": "move", "value": value}
        )
        assert refused.status_code in {400, 422}
        assert refused.json()["errors"][0]["pointer"] == pointer
