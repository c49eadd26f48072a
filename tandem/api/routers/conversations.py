"""Further conversations of a ticket: starting one, giving it another title."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.tickets import ConversationShown
from tandem.api.answers.words import ConversationKind
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import edits_of, line
from tandem.api.schemas import Identifier, Input
from tandem.kernel.errors import Malformed, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.tickets import queries
from tandem.tickets.commands.rename_conversation import RenameConversation
from tandem.tickets.commands.start_conversation import StartConversation
from tandem.tickets.conversations import FIXED
from tandem.tickets.models import Conversation

router = Router()
MAX_TITLE = 120
MAX_COLLEAGUES = 50


class NewConversation(Input):
    """What it is about, and whether it is with the customer; without a kind, as the department begins them. `colleagues` follow
    the ticket from now on."""

    title: str
    kind: ConversationKind | None = None
    colleagues: list[Identifier] = []


class TitleBase(Input):
    """What the author saw."""

    title: str | None = None


class ConversationEdit(TitleBase):
    """The new title; `base` makes it a three-way merge. The kind is fixed: naming it here is refused."""

    base: TitleBase | None = None
    kind: Any = None


@router.post("/{int:number}/conversations", openapi_extra=answers(ConversationShown, 201))
def start_conversation(request: HttpRequest, number: int, data: NewConversation) -> HttpResponse:
    """Start a conversation beside the one that the ticket began with. `Idempotency-Key` makes a repetition harmless."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    with inputs.located() as read:
        title = read("/title", line(MAX_TITLE), data.title)
    inputs.at_most(data.colleagues, MAX_COLLEAGUES, "/colleagues")
    names = inputs.idempotency(request, actor, data, f"conversation:{ticket_id}")
    outcome = run(StartConversation(ticket_id, title, data.kind, tuple(dict.fromkeys(data.colleagues)), names), actor)
    return _shown(outcome.result_id, 201)


@router.patch("/{int:number}/conversations/{conversation_id}", openapi_extra=answers(ConversationShown))
def rename_conversation(
    request: HttpRequest, number: int, conversation_id: Identifier, data: ConversationEdit
) -> HttpResponse:
    """Give it another title. A customer reads that of a conversation with them as the subject of the mails."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    if "kind" in data.model_fields_set:
        raise Malformed([Problem("/kind", "read_only", FIXED)])
    edits = edits_of(data, data.base, {"title": ("title", line(MAX_TITLE))})
    run(RenameConversation(ticket_id, conversation_id, edits["title"]), actor)
    return _shown(conversation_id)


def _shown(identifier: int, status: int = 200) -> HttpResponse:
    row = Conversation.objects.filter(id=identifier).values("id", "kind", "title").first()
    if row is None:
        # Deleted for good with its ticket since.
        raise NotFound()
    return json_response({**row, "id": str(row["id"])}, status)
