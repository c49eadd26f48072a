"""Internal notes after they were written: editing them, and the texts that they had."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.notes import NoteTextList
from tandem.api.answers.tickets import Message
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import messages as present
from tandem.api.schemas import Identifier, Input, Seq
from tandem.infra.clock import isoformat
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.kernel.pipeline import run
from tandem.tickets import queries
from tandem.tickets.bodies import note_body
from tandem.tickets.commands.edit_note import EditNote

router = Router()


class NoteEdit(Input):
    """The whole new text, and `base`: the revision that its editor saw."""

    base: Seq
    body: str | None = None
    body_html: str | None = None
    #: Colleagues whom it mentions, beside those who are named in its HTML.
    mentions: list[Identifier] = []


@router.patch("/{int:number}/messages/{message_id}", openapi_extra=answers(Message))
def edit_note(request: HttpRequest, number: int, message_id: Identifier, data: NoteEdit) -> HttpResponse:
    """Change the text of an internal note. The text of before is kept; an edit that missed another one is refused with the
    text that stands there now."""
    actor = actor_of(request)
    if (data.body is None) == (data.body_html is None):
        raise Invalid([Problem("/body", "missing", _("Send either body or body_html."))])
    pointer = "/body" if data.body_html is None else "/body_html"
    body = note_body(text=data.body, html=data.body_html, mentions=data.mentions, pointer=pointer)
    ticket_id = queries.ticket_id(actor, number)
    names = inputs.idempotency(request, actor, data, f"note:{message_id}")
    run(EditNote(ticket_id, message_id, body, data.base, names), actor)
    shown = present.conversation(actor, ticket_id, only={message_id})
    if not shown:
        # Deleted for good since.
        raise NotFound()
    return json_response(shown[0])


@router.get("/{int:number}/messages/{message_id}/texts", openapi_extra=answers(NoteTextList))
def list_texts(request: HttpRequest, number: int, message_id: Identifier) -> HttpResponse:
    """All texts of an internal note, the present one first."""
    ticket_id = queries.ticket_id(actor_of(request), number)
    return json_response({"results": [_shown(*row) for row in queries.texts_of(ticket_id, message_id)]})


def _shown(
    revision: int, text: str, html: str | None, author_id: int | None, name: str | None, at: int
) -> dict[str, Any]:
    author = None if author_id is None else {"id": str(author_id), "name": name}
    return {"revision": revision, "text": text, "html": html, "author": author, "at": isoformat(at)}
