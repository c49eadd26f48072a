"""Moving a ticket to another department, with a word to those who get it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.sends import MovedShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.routers.tickets import shown_page
from tandem.api.schemas import Identifier, Input
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.editing import UNSEEN
from tandem.tickets import queries
from tandem.tickets.bodies import note_body
from tandem.tickets.bulk.carrying_out import change_of
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.move_ticket import AS_IT_IS, MoveTicket

router = Router()


class MoveInput(Input):
    """Where to. A team or an owner that is left out stays if it can there, null is nobody. `seen_in` is the department in which
    its mover saw it; `note` an internal note that comes with it."""

    department_id: Identifier
    team_id: Identifier | None = None
    owner_id: Identifier | None = None
    seen_in: Identifier | None = None
    note: str | None = None


@router.post("/{int:number}/move", openapi_extra=answers(MovedShown))
def move(request: HttpRequest, number: int, data: MoveInput) -> HttpResponse:
    """Move a ticket to another department: its status becomes the one there that says the same, team and owner stay behind
    unless they can answer there. `change_id` is what to undo; `visible` says whether the mover still sees it."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    names = inputs.idempotency(request, actor, data, f"move:{number}")

    def named(field: str) -> Any:
        return getattr(data, field) if field in data.model_fields_set else AS_IT_IS

    note = None
    if data.note is not None:
        note = AddNote(ticket_id, note_body(text=data.note, pointer="/note"), inputs.fresh_client_id())
    command = MoveTicket(
        ticket_id,
        data.department_id,
        named("team_id"),
        named("owner_id"),
        note,
        seen_in=UNSEEN if data.seen_in is None else data.seen_in,
        names=names,
    )
    change = change_of(actor, ticket_id, command, run(command, actor))
    answer = {
        "ticket": shown_page(actor, number, SYSTEM),
        "change_id": None if change is None else str(change),
        "visible": queries.number_seen(actor, ticket_id) is not None,
    }
    return json_response(answer)
