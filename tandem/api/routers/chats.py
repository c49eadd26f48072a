"""Talks of colleagues who meet on a ticket. They are internal: no customer and no mail ever sees them."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tandem.api.answers.base import answers
from tandem.api.answers.collision import ChatKept, ChatList, ChatShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import chats as present
from tandem.api.schemas import Identifier, Input
from tandem.collision.chat import saying, talks
from tandem.collision.models import Chat
from tandem.kernel.errors import NotFound
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets.queries import ticket_id, visible_to

router = Router()
of_ticket = Router()
#: How a browser names a line in all attempts to send it.
ClientId = Annotated[str, Field(pattern=r"^[!-~]{1,50}$")]
#: Talks of one answer.
MOST = 30


class BeginInput(Input):
    """With whom: one colleague, or (without one) everybody who is on the ticket."""

    person_id: Identifier | None = None


class LineInput(Input):
    """What is said; `client_id` names it in all attempts to send it."""

    text: str
    client_id: ClientId


class ProposalInput(Input):
    """What is proposed."""

    move: Literal["i_take", "you_take", "i_answer", "five_minutes"]
    client_id: ClientId


class MoveAnswerInput(Input):
    """Whether it is agreed to."""

    accept: bool


class ReadInput(Input):
    """The last line that was on screen."""

    line_id: Identifier


class ChatQuery(Schema):
    """`before`: only lines that are older than this one."""

    before: Identifier | None = None


def _actor(request: HttpRequest) -> StaffActor:
    actor = actor_of(request)
    require(actor, "tickets.note")
    return actor


@of_ticket.get("/{int:number}/chats", openapi_extra=answers(ChatList))
def chats_of_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The talks about a ticket that one is, or was, in, and the group talk that one may join."""
    actor = _actor(request)
    found = Chat.objects.filter(ticket_id=ticket_id(actor, number))
    mine = found.filter(members__person_id=actor.me)
    group = found.filter(pair="", ended_at__isnull=True)
    rows = (mine | group).distinct().select_related("ticket").order_by("-active_at")
    return json_response(present.several(actor, rows[:MOST]))


@of_ticket.post("/{int:number}/chats", openapi_extra=answers(ChatShown, 201))
def begin_chat(request: HttpRequest, number: int, data: BeginInput) -> HttpResponse:
    """Talk with one colleague who is, or has just been, on the ticket, or with all who are. One that goes on is gone on with."""
    actor = _actor(request)
    ticket = visible_to(actor).filter(id=ticket_id(actor, number)).first()
    if ticket is None:
        raise NotFound()
    if data.person_id is None:
        chat = talks.begin_group(actor, ticket)
    else:
        chat = talks.begin_with(actor, ticket, data.person_id)
    return json_response(present.whole(actor, chat), 201)


@router.get("", openapi_extra=answers(ChatList))
def my_chats(request: HttpRequest) -> HttpResponse:
    """The talks that one is in and that go on, the last one first."""
    actor = _actor(request)
    found = Chat.objects.filter(
        members__person_id=actor.me, members__left_at__isnull=True, ended_at__isnull=True, ticket__in=visible_to(actor)
    )
    return json_response(present.several(actor, found.select_related("ticket").order_by("-active_at")[:MOST]))


@router.get("/{chat_id}", openapi_extra=answers(ChatShown))
def one_chat(request: HttpRequest, chat_id: Identifier, query: Annotated[ChatQuery, Query(...)]) -> HttpResponse:
    """One talk with its newest lines."""
    actor = _actor(request)
    return json_response(present.whole(actor, talks.readable(actor, chat_id), query.before))


@router.post("/{chat_id}/lines", openapi_extra=answers(ChatShown, 201))
def say(request: HttpRequest, chat_id: Identifier, data: LineInput) -> HttpResponse:
    """Say something. Text is text, never markup."""
    actor = _actor(request)
    chat = talks.readable(actor, chat_id)
    saying.say(actor, chat, data.text, data.client_id)
    return json_response(present.whole(actor, chat), 201)


@router.post("/{chat_id}/moves", openapi_extra=answers(ChatShown, 201))
def propose(request: HttpRequest, chat_id: Identifier, data: ProposalInput) -> HttpResponse:
    """Propose who does what. Accepted, it is done at once; unanswered, it ends after a minute."""
    actor = _actor(request)
    chat = talks.readable(actor, chat_id)
    saying.propose(actor, chat, data.move, data.client_id)
    return json_response(present.whole(actor, chat), 201)


@router.post("/{chat_id}/moves/{line_id}/answer", openapi_extra=answers(ChatShown))
def answer(request: HttpRequest, chat_id: Identifier, line_id: Identifier, data: MoveAnswerInput) -> HttpResponse:
    """Agree, or not."""
    actor = _actor(request)
    chat = talks.readable(actor, chat_id)
    saying.answer(actor, chat, line_id, data.accept)
    return json_response(present.whole(actor, chat))


@router.put("/{chat_id}/read", openapi_extra=answers(ChatShown))
def read(request: HttpRequest, chat_id: Identifier, data: ReadInput) -> HttpResponse:
    """Up to where one has read."""
    actor = _actor(request)
    chat = talks.readable(actor, chat_id)
    saying.read_up_to(actor, chat, data.line_id)
    return json_response(present.whole(actor, chat))


@router.post("/{chat_id}/leave", openapi_extra=answers(ChatShown))
def leave(request: HttpRequest, chat_id: Identifier) -> HttpResponse:
    """Out of it. Who was in it can still read it."""
    actor = _actor(request)
    chat = talks.readable(actor, chat_id)
    talks.leave(actor, chat)
    return json_response(present.whole(actor, talks.readable(actor, chat_id)))


@router.post("/{chat_id}/note", openapi_extra=answers(ChatKept, 201))
def keep(request: HttpRequest, chat_id: Identifier) -> HttpResponse:
    """Keep what was said as an internal note of the ticket."""
    actor = _actor(request)
    chat = talks.readable(actor, chat_id)
    return json_response({"message_id": str(saying.keep(actor, chat))}, 201)
