"""The conversation: reading it, answering, noting, taking back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.drafts import UndoneReply
from tandem.api.answers.tickets import Message, MessageList
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import events as present_events
from tandem.api.present import messages as present
from tandem.api.present.drafts import upload
from tandem.api.schemas import Identifier, Input, PersonInput, Seq
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem
from tandem.kernel.history import events_by_id
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.tickets import queries
from tandem.tickets.bodies import authored_body, note_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.reply import Reply
from tandem.tickets.commands.undo_send import UndoSend
from tandem.tickets.draft_hands import client_id_of_taken_back
from tandem.tickets.drafts import Place, finish, writers_of
from tandem.tickets.editable import Unreadable, identifier
from tandem.tickets.uploads import restore_files

router = Router()


class MessageInput(Input):
    """A public reply or an internal note. `seen` is the seq up to which its author has read, required for replies; `changes` are
    fields of the ticket to set with it: all of it happens, or nothing."""

    visibility: str
    #: A further conversation of the ticket, of the kind that the visibility says; left out: the ticket's first.
    conversation_id: Identifier | None = None
    body: str | None = None
    body_html: str | None = None
    seen: Seq | None = None
    client_id: str | None = None
    acknowledge: list[str] = []
    to: list[PersonInput] | None = None
    cc: list[PersonInput] | None = None
    status: str | None = None
    attachments: list[str] = []
    #: Colleagues whom a note mentions, beside those who are named in its HTML.
    mentions: list[str] = []
    changes: dict[str, inputs.EditPair] = {}


@router.get("/{int:number}/messages", openapi_extra=answers(MessageList))
def list_messages(request: HttpRequest, number: int, after: Seq = 0) -> HttpResponse:
    """The conversation, oldest first; `after` is a seq."""
    actor = actor_of(request)
    return json_response({"results": present.conversation(actor, queries.ticket_id(actor, number), after)})


@router.post("/{int:number}/messages", openapi_extra=answers(Message, 201))
def post_message(request: HttpRequest, number: int, data: MessageInput) -> HttpResponse:
    """Answer the customer, or write a note. A reply that missed something is refused with what it missed."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    command = command_of(request, actor, ticket_id, data)
    place = Place(ticket_id, "note" if data.visibility == "internal" else "reply", data.conversation_id or 0)
    command.writers = writers_of(place, actor.me, command.client_id)
    with fenced(actor):
        outcome = run(command, actor)
    finish(place, actor.me, command.client_id)
    return json_response(shown(actor, ticket_id, outcome.result_id), 201)


@contextmanager
def fenced(actor: StaffActor) -> Iterator[None]:
    """Let a refusal of the fence say what was missed, with the messages themselves."""
    try:
        yield
    except Conflict as conflict:
        if conflict.code == "ticket.moved_on":
            ids = [int(event_id) for event_id in conflict.extra.pop("event_ids")]  # type: ignore[attr-defined]
            conflict.extra["events"] = with_messages(actor, ids)
        raise


def shown(actor: StaffActor, ticket_id: int, message_id: int) -> dict[str, Any]:
    """A message as its author reads it. Raises NotFound."""
    found = present.conversation(actor, ticket_id, only={message_id})
    if not found:
        # Deleted for good since.
        raise NotFound()
    return found[0]


def command_of(request: HttpRequest, actor: StaffActor, ticket_id: int, data: MessageInput) -> Reply | AddNote:
    """The command that a message asks for. Raises Invalid, Malformed."""
    problems = []
    if data.visibility not in {"public", "internal"}:
        problems.append(Problem("/visibility", "unknown", _("A message is public or internal.")))
    if data.visibility == "public" and data.seen is None:
        problems.append(Problem("/seen", "missing", _("Say up to which event you have read.")))
    client_id = inputs.fresh_client_id() if data.client_id is None else data.client_id
    if not client_id or len(client_id) > 80 or not client_id.isprintable():
        problems.append(Problem("/client_id", "malformed", _("A client_id has 1 to 80 printable characters.")))
    if (data.body is None) == (data.body_html is None):
        problems.append(Problem("/body", "missing", _("Send either body or body_html.")))
    if data.mentions and data.visibility == "public":
        detail = _("Only an internal note mentions colleagues: the customer reads this.")
        problems.append(Problem("/mentions", "public", detail))
    if data.visibility == "internal":
        detail = _("An internal message is mailed to nobody. Mention a colleague in it instead.")
        named = [f"/{side}/{at}" for side in ("to", "cc") for at, _one in enumerate(getattr(data, side) or ())]
        problems += [Problem(pointer, "internal", detail) for pointer in named]
    if problems:
        raise Invalid(problems)
    with inputs.located() as read:
        mentions = [read(f"/mentions/{at}", _identifier, value) for at, value in enumerate(data.mentions)]
        acknowledge = [read(f"/acknowledge/{at}", _identifier, value) for at, value in enumerate(data.acknowledge)]
        uploads = [read(f"/attachments/{at}", _identifier, value) for at, value in enumerate(data.attachments)]
        to = None if data.to is None else read("/to", inputs.people, data.to)
        cc = None if data.cc is None else read("/cc", inputs.people, data.cc)
    edits = inputs.edits(data.changes) if data.changes else {}
    names = inputs.idempotency(request, actor, data, f"message:{ticket_id}")
    pointer = "/body" if data.body_html is None else "/body_html"
    if data.visibility == "internal":
        note = note_body(text=data.body, html=data.body_html, mentions=mentions, pointer=pointer)
        return AddNote(ticket_id, note, client_id, uploads, mentions, edits, data.conversation_id, names)
    return Reply(
        ticket_id=ticket_id,
        body=authored_body(text=data.body, html=data.body_html, pointer=pointer),
        seen=data.seen or 0,
        client_id=client_id,
        acknowledge=acknowledge,
        to=to,
        cc=cc,
        status=data.status,
        uploads=uploads,
        edits=edits,
        conversation_id=data.conversation_id,
        names=names,
    )


def _identifier(value: Any) -> int:
    number = identifier(value)
    if number is None:
        raise Unreadable("wrong_type", _("This value is of the wrong type."), malformed=True)
    return number


def with_messages(actor: StaffActor, event_ids: list[int]) -> list[dict[str, Any]]:
    """Events with the messages that they tell of, as the review shows them."""
    events = events_by_id(event_ids)
    if not events:
        return []
    wanted = {event.part_id for event in events if event.part_id is not None}
    messages = {message["id"]: message for message in present.conversation(actor, events[0].stream_id, only=wanted)}
    told = present_events.present(events, actor)
    return [event | {"message": messages.get(event["message_id"])} for event in told]


@router.post("/{int:number}/messages/{message_id}/undo", openapi_extra=answers(UndoneReply))
def undo(request: HttpRequest, number: int, message_id: str) -> HttpResponse:
    """Take a reply back while nothing of it has left; its text comes back for the composer."""
    actor = actor_of(request)
    try:
        wanted = _identifier(message_id)
    except Unreadable:
        raise NotFound() from None
    ticket_id = queries.ticket_id(actor, number)
    run(UndoSend(ticket_id, wanted), actor)
    row = next((row for row in queries.messages(ticket_id) if row.id == wanted), None)
    if row is None:
        raise NotFound()
    files = restore_files(actor.me, wanted, row.html or "")
    kept = queries.set_with(wanted)
    status = kept.get("status")
    tags = queries.tags_of([ticket_id]).get(ticket_id, [])
    draft = {
        "body_html": files.html,
        "body": row.text,
        "to": row.to,
        "cc": row.cc,
        "status": present.status_slug(status[1]) if status else None,
        "attachments": [upload(file) for file in files.uploads],
        "client_id": client_id_of_taken_back(wanted),
        "conversation_id": None if row.conversation_id is None else str(row.conversation_id),
        "changes": present.fields_taken_back(kept, tags),
    }
    return json_response({"draft": draft})
