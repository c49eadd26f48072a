"""A customer's message that landed in the wrong ticket."""

from __future__ import annotations

from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from tandem.api.answers.base import answers
from tandem.api.answers.wrong_ticket import MovedMessages
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.schemas import Identifier, Input, Seq
from tandem.channels.email.misleading import parent_of
from tandem.infra.text import one_line
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.tickets import queries
from tandem.tickets.commands.move_message import MoveMessage
from tandem.tickets.models import Message

#: Messages of one request that go along: the mail of each is read for what led it astray.
MOST: Final = 100

router = Router()


class WrongTicketInput(Input):
    """`to` is the number of the ticket where it belongs; null opens one, with `subject`. `later` are further messages of customers
    in the same ticket that go along."""

    to: Seq | None
    subject: str = ""
    later: Annotated[list[Identifier], Field(max_length=MOST)] = []


@router.post("/{int:number}/messages/{message_id}/wrong-ticket", openapi_extra=answers(MovedMessages))
def move(request: HttpRequest, number: int, message_id: Identifier, data: WrongTicketInput) -> HttpResponse:
    """Move a message, and those that follow it, to where they belong. What its author answers to the same mail later goes there as
    well. Each message is moved by itself: those before one that is refused stay where they went."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    to_id = None if data.to is None else _target(actor, data.to)
    moved = 0
    for each in dict.fromkeys([message_id, *data.later]):
        row = Message.objects.filter(id=each, shown_in_id=ticket_id, kind="customer").only("id", "ledger_id").first()
        if row is None:
            raise NotFound()
        command = MoveMessage(ticket_id, each, to_id, one_line(data.subject, 500), parent_of(row.ledger_id))
        copy = Message.objects.only("shown_in_id").get(id=run(command, actor).result_id)
        to_id, moved = copy.shown_in_id, moved + 1
    assert to_id is not None
    return json_response({"to": queries.number_of(to_id), "moved": moved})


def _target(actor: StaffActor, number: int) -> int:
    try:
        return queries.ticket_id(actor, number)
    except NotFound:
        raise Invalid([Problem("/to", "not_found", _("There is no such ticket, or you may not see it."))]) from None
