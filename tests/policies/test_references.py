"""What a request names beside its own path is asked for as well: no object of others by the back door (sec:Z-02, E-07)."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tandem.notifications.models import Notification
from tandem.people.commands.create_team import CreateTeam
from tandem.rules.commands.create_macro import CreateMacro
from tandem.tickets.models import Message, Ticket
from tandem.tickets.uploads import store_upload
from tests.world import World

STEPS = [{"action": "set_priority", "value": "high"}]


@pytest.fixture
def hidden(world: World) -> Ticket:
    """A ticket of Billing, which nobody of Support sees."""
    return world.open_ticket("CANARY-SUBJECT", department=world.billing)


def _as_it_was(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.values().get(id=ticket.id)


@pytest.mark.parametrize(
    ("action", "value"), [("owner", None), ("priority", "high"), ("add_tags", ["x"]), ("status", "solved")]
)
def test_bulk_does_nothing_to_what_one_does_not_see(world: World, hidden: Ticket, action: str, value: Any) -> None:
    before = _as_it_was(hidden)
    for named in ({"ids": [str(hidden.id)]}, {"numbers": [hidden.number]}):
        answer = world.browser(world.ben).post("/tickets/bulk", named | {"action": action, "value": value})
        assert answer.status_code == 200
        assert b"CANARY" not in answer.content
    assert _as_it_was(hidden) == before


def test_nobody_undoes_what_was_done_to_what_they_do_not_see(world: World, hidden: Ticket) -> None:
    body = {"ids": [str(hidden.id)], "action": "priority", "value": "high"}
    done = world.browser(world.cai).post("/tickets/bulk", body).json()
    changes = [{"id": str(hidden.id), "change_id": one["change_id"]} for one in done["results"]]
    before = _as_it_was(hidden)
    answer = world.browser(world.ben).post("/tickets/bulk/undo", {"changes": changes})
    assert answer.status_code == 200
    assert b"CANARY" not in answer.content
    assert _as_it_was(hidden) == before


def test_no_owner_and_no_team_of_another_department(world: World) -> None:
    ticket = world.open_ticket()
    nights = world.do(CreateTeam("Nights", world.billing.id), world.ana).result_id
    before = _as_it_was(ticket)
    for field, value in (("owner", str(world.cai.id)), ("team", str(nights))):
        answer = world.browser(world.ben).patch(
            f"/tickets/{ticket.number}", {"changes": {field: {"base": None, "mine": value}}}
        )
        assert answer.status_code == 422, field
    assert _as_it_was(ticket) == before


def test_whoever_does_not_see_a_ticket_is_not_told_of_it_by_a_mention(world: World) -> None:
    ticket = world.open_ticket()
    body = {"visibility": "internal", "body": "Look.", "mentions": [str(world.cai.id)]}
    world.browser(world.ben).post(f"/tickets/{ticket.number}/messages", body)
    assert not Notification.objects.filter(person_id=world.cai.id).exists()


def test_somebody_else_s_macro_does_not_exist(world: World) -> None:
    ticket = world.open_ticket()
    own = world.do(CreateMacro("Own", STEPS, public=False), world.sam).result_id
    assert world.browser(world.ben).get(f"/tickets/{ticket.number}/macros/{own}").status_code == 404
    assert str(own) not in world.browser(world.ben).get("/macros").content.decode()


def test_somebody_else_s_file_gets_into_no_draft(world: World) -> None:
    """sec:E-07: also not into what one sends from it later."""
    ben, ticket = world.browser(world.ben), world.open_ticket()
    file = store_upload(world.sam.id, "secret.txt", io.BytesIO(b"CANARY"), 6)
    draft = {"body_html": "<p>x</p>", "attachments": [str(file.id)]}
    answer = ben.put(f"/tickets/{ticket.number}/drafts/reply", draft)
    shown = ben.get(f"/tickets/{ticket.number}/drafts")
    assert "secret.txt" not in (answer.content + shown.content).decode()
    assert ben.get(f"/attachments/{file.id}").status_code == 404
    assert ben.delete(f"/uploads/{file.id}").status_code == 404
    assert not Message.objects.filter(kind="reply").exists()
