"""Replies that leave later: scheduling them, seeing them, taking them back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.sends import ScheduledList, ScheduledShown, ScheduledTakenBack
from tandem.api.answers.tickets import Message
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import scheduled as present
from tandem.api.routers.messages import MessageInput, command_of, fenced, shown, with_messages
from tandem.api.schemas import Identifier, Input, PersonInput, Seq
from tandem.kernel.errors import Conflict, Forbidden
from tandem.kernel.pipeline import run
from tandem.tickets import queries
from tandem.tickets.commands.composition import reply_of
from tandem.tickets.commands.end_scheduled import TakeBackScheduled
from tandem.tickets.commands.reply import Reply
from tandem.tickets.commands.schedule_reply import ScheduleReply
from tandem.tickets.commands.send_scheduled import ENDED, SendScheduled
from tandem.tickets.drafts import Place, writers_of
from tandem.tickets.editable import moment
from tandem.tickets.scheduled.reading import one_of, open_on, stands_before
from tandem.tickets.uploads import forget_sent

router = Router()


class ScheduleInput(Input):
    """A public reply, as it is sent at once, and `at`: when it is to leave."""

    at: str
    seen: Seq
    conversation_id: Identifier | None = None
    body: str | None = None
    body_html: str | None = None
    client_id: str | None = None
    acknowledge: list[str] = []
    to: list[PersonInput] | None = None
    cc: list[PersonInput] | None = None
    status: str | None = None
    attachments: list[str] = []
    changes: dict[str, inputs.EditPair] = {}

    def message(self) -> MessageInput:
        """The reply that it is about."""
        said = {name: getattr(self, name) for name in self.model_fields_set - {"at"}}
        return MessageInput.model_construct(visibility="public", **said)


@router.get("/{int:number}/scheduled", openapi_extra=answers(ScheduledList))
def list_scheduled(request: HttpRequest, number: int) -> HttpResponse:
    """The replies that wait on a ticket for their time, and those that were held at it."""
    ticket_id = queries.ticket_id(actor_of(request), number)
    return json_response({"results": [present.scheduled(row) for row in open_on(ticket_id)]})


@router.post("/{int:number}/scheduled", openapi_extra=answers(ScheduledShown, 201))
def schedule(request: HttpRequest, number: int, data: ScheduleInput) -> HttpResponse:
    """Send a reply later. It leaves as its author and is checked then once more; what is refused then is held, and comes back as
    its author's draft. A customer's message or a colleague's reply that comes before holds it too, and so
    does what its department has reviewed."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    with inputs.located() as read:
        due = read("/at", _moment, data.at)
    command = command_of(request, actor, ticket_id, data.message())
    assert isinstance(command, Reply)
    command.names = inputs.idempotency(request, actor, data, f"schedule:{ticket_id}")
    place = Place(ticket_id, "reply", data.conversation_id or 0)
    command.writers = writers_of(place, actor.me, command.client_id)
    changes = {name: {"base": pair.base, "mine": pair.mine} for name, pair in data.changes.items()}
    with fenced(actor):
        outcome = run(ScheduleReply(command, due, changes), actor)
    return json_response(present.scheduled(one_of(ticket_id, outcome.result_id)), 201)


def _moment(value: Any) -> int:
    found = moment(value)
    assert found is not None
    return found


@router.post("/{int:number}/scheduled/{scheduled_id}/send", openapi_extra=answers(Message, 201))
def send_now(request: HttpRequest, number: int, scheduled_id: Identifier) -> HttpResponse:
    """Send one's own scheduled reply now. What has come since is refused as ever: 409 `ticket.moved_on`; then it still waits."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    row = one_of(ticket_id, scheduled_id)
    if row.author_id != actor.me:
        raise Forbidden(_("Only its author sends a scheduled reply."))
    if row.state != "waiting":
        raise Conflict("scheduled.ended", ENDED)
    with fenced(actor):
        outcome = run(SendScheduled(row.id, reply_of(row)), actor)
    forget_sent(actor.me, ticket_id)
    return json_response(shown(actor, ticket_id, outcome.result_id), 201)


@router.post("/{int:number}/scheduled/{scheduled_id}/edit", openapi_extra=answers(ScheduledTakenBack))
def edit(request: HttpRequest, number: int, scheduled_id: Identifier) -> HttpResponse:
    """Take one's own scheduled reply back to change it: it is a draft again. `events` are what came since it was written: whoever
    has read them acknowledges them when sending."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    row = one_of(ticket_id, scheduled_id)
    run(TakeBackScheduled(ticket_id, scheduled_id, "edited"), actor)
    events = with_messages(actor, stands_before(row))
    return json_response({"draft": present.taken_back(row), "events": events})


@router.delete(
    "/{int:number}/scheduled/{scheduled_id}", openapi_extra={"responses": {204: {"description": "Taken back."}}}
)
def cancel(request: HttpRequest, number: int, scheduled_id: Identifier) -> HttpResponse:
    """Stop a scheduled reply. One's own becomes an earlier version of one's draft; of a colleague's, who is told, a draft."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    one_of(ticket_id, scheduled_id)
    run(TakeBackScheduled(ticket_id, scheduled_id), actor)
    return HttpResponse(status=204)
