"""Drafts: what is being written on a ticket, safe while it is written."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.drafts import DraftList, DraftRevisionList, DraftSaved, DraftShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import drafts as present
from tandem.api.schemas import Identifier, Input, PersonInput, Seq
from tandem.infra.clock import isoformat
from tandem.infra.markup import sanitise_authored
from tandem.infra.text import storable
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.people.actors import StaffActor
from tandem.tickets import draft_versions, drafts, handing, queries
from tandem.tickets.bodies import MAX_CHARACTERS
from tandem.tickets.conversations import WRITTEN_AS, kind_of
from tandem.tickets.drafts import DraftConflict, Place

router = Router()
MAX_RECIPIENTS = 100
MAX_FILES = 100


class DraftInput(Input):
    """A draft as it stands in the editor: unfinished addresses and all. `changes` are fields that wait to be set with it,
    `revision` is the one that it builds on; with `keep` the text whose place it takes is kept as an earlier version."""

    body_html: str
    to: list[PersonInput] = []
    cc: list[PersonInput] = []
    status: str | None = None
    seen: Seq = 0
    client_id: str = ""
    attachments: list[Identifier] = []
    changes: dict[str, inputs.EditPair] = {}
    revision: Seq = 0
    keep: bool = False


class TakeOverInput(Input):
    """Whose draft, of which kind, in which further conversation."""

    author_id: Identifier
    kind: str
    conversation_id: Identifier | None = None


class AskInput(TakeOverInput):
    """Whose draft is asked for, of which kind, in which further conversation."""


class AnswerInput(Input):
    """Who asked for which of one's own drafts, and whether they get it."""

    asked_by_id: Identifier
    kind: str
    conversation_id: Identifier | None = None
    hand_over: bool


class DiscardQuery(Schema):
    """`replaced`: another text takes its place."""

    conversation: Identifier | None = None
    replaced: bool = False


class DraftQuery(Schema):
    """The further conversation; left out, it is the ticket's first."""

    conversation: Identifier | None = None


In = Annotated[DraftQuery, Query()]
Discarding = Annotated[DiscardQuery, Query()]


def _place(actor: StaffActor, number: int, kind: str, conversation: int | None) -> Place:
    """Where a draft is. Raises NotFound for a kind that is none, a ticket that is not seen, and a conversation that this ticket
    does not have or in which nobody writes so."""
    if kind not in drafts.KINDS:
        raise NotFound()
    ticket_id = queries.ticket_id(actor, number)
    if conversation is not None and WRITTEN_AS.get(kind_of(ticket_id, conversation) or "") != kind:
        raise NotFound()
    return Place(ticket_id, kind, conversation or 0)


@router.get("/{int:number}/drafts", openapi_extra=answers(DraftList))
def list_drafts(request: HttpRequest, number: int) -> HttpResponse:
    """One's own drafts on a ticket, who else is writing (and what, where the department shares drafts), and what became of those
    of one's own that ended within a day."""
    actor = actor_of(request)
    return json_response(_list(actor, queries.ticket_id(actor, number)))


def _list(actor: StaffActor, ticket_id: int) -> dict[str, Any]:
    return {
        "mine": present.mine(drafts.mine(actor, ticket_id)),
        "others": present.others(drafts.of_others(actor, ticket_id)),
        "ended": [present.ended(row) for row in draft_versions.ended_lately(actor, ticket_id)],
    }


@router.post("/{int:number}/drafts/take-over", openapi_extra=answers(DraftShown))
def take_over(request: HttpRequest, number: int, data: TakeOverInput) -> HttpResponse:
    """Go on with what a colleague began, where the department shares drafts or they work here no more."""
    actor = actor_of(request)
    row = handing.take_over(actor, _place(actor, number, data.kind, data.conversation_id), data.author_id)
    return json_response(present.mine([row])[0])


@router.post("/{int:number}/drafts/ask", openapi_extra=answers(DraftList))
def ask_for_draft(request: HttpRequest, number: int, data: AskInput) -> HttpResponse:
    """Ask a colleague for what they are writing. They are told at once; a request that nobody answers ends after ten minutes."""
    actor = actor_of(request)
    place = _place(actor, number, data.kind, data.conversation_id)
    handing.ask(actor, place, data.author_id)
    return json_response(_list(actor, place.ticket_id))


@router.post("/{int:number}/drafts/answer", openapi_extra=answers(DraftList))
def answer_request(request: HttpRequest, number: int, data: AnswerInput) -> HttpResponse:
    """Hand one's draft over to the colleague who asked for it, or go on with it oneself. They are told at once."""
    actor = actor_of(request)
    place = _place(actor, number, data.kind, data.conversation_id)
    handing.answer(actor, place, data.asked_by_id, hand_over=data.hand_over)
    return json_response(_list(actor, place.ticket_id))


@router.put("/{int:number}/drafts/{kind}", openapi_extra=answers(DraftSaved))
def save_draft(request: HttpRequest, number: int, kind: str, data: DraftInput, wanted: In) -> HttpResponse:
    """Keep what is being written. Another tab's newer text is never overwritten: 409 with that text."""
    actor = actor_of(request)
    place = _place(actor, number, kind, wanted.conversation)
    try:
        row = drafts.save(actor, place, _content(data, kind), data.revision, keep=data.keep)
    except DraftConflict as conflict:
        conflict.extra["draft"] = present.mine([conflict.draft])[0] if conflict.draft else None
        raise
    return json_response({"revision": row.revision, "updated_at": isoformat(row.updated_at)})


def _content(data: DraftInput, kind: str) -> dict[str, Any]:
    problems = [
        Problem(pointer, "too_long", _("This is too long."))
        for pointer, size, limit in (
            ("/body_html", len(data.body_html), MAX_CHARACTERS),
            ("/to", len(data.to), MAX_RECIPIENTS),
            ("/cc", len(data.cc), MAX_RECIPIENTS),
            ("/attachments", len(data.attachments), MAX_FILES),
            ("/status", len(data.status or ""), 60),
            ("/client_id", len(data.client_id), 80),
        )
        if size > limit
    ]
    if not data.client_id.isprintable():
        problems.append(Problem("/client_id", "malformed", _("A client_id has 1 to 80 printable characters.")))
    if not (data.status or "").isprintable():
        problems.append(Problem("/status", "unknown", _("This department has no such status.")))
    if problems:
        raise Invalid(problems)
    if data.changes:
        # What could not be sent is not kept either, so that the agent hears of it while choosing.
        inputs.edits(data.changes)
    return {
        "body_html": sanitise_authored(storable(data.body_html), mentions=kind == "note"),
        "to": _recipients(data.to),
        "cc": _recipients(data.cc),
        "status": data.status,
        "seen": data.seen,
        "client_id": data.client_id or inputs.fresh_client_id(),
        "attachments": [str(identifier) for identifier in data.attachments],
        "changes": {name: {"base": pair.base, "mine": pair.mine} for name, pair in data.changes.items()},
    }


def _recipients(people: list[PersonInput]) -> list[dict[str, str]]:
    """As they stand: an address is checked when the message is sent."""
    return [{"name": storable(person.name or "")[:200], "email": storable(person.email)[:320]} for person in people]


@router.delete("/{int:number}/drafts/{kind}", openapi_extra={"responses": {204: {"description": "Discarded."}}})
def discard_draft(request: HttpRequest, number: int, kind: str, wanted: Discarding) -> HttpResponse:
    """Throw one's draft away; it stays recoverable for thirty days."""
    actor = actor_of(request)
    drafts.discard(actor, _place(actor, number, kind, wanted.conversation), replaced=wanted.replaced)
    return HttpResponse(status=204)


@router.get("/{int:number}/drafts/{kind}/revisions", openapi_extra=answers(DraftRevisionList))
def list_revisions(request: HttpRequest, number: int, kind: str, wanted: In) -> HttpResponse:
    """One's own earlier texts, also of drafts that were discarded or sent, newest first."""
    actor = actor_of(request)
    rows = draft_versions.revisions(actor, _place(actor, number, kind, wanted.conversation))
    return json_response({"results": [present.revision(row) for row in rows]})
