"""One's own texts of thirty days over all tickets: what became of them, and the words themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.drafts import EndedDraftList
from tandem.api.answers.words import DraftEnd
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.pages import newest_first
from tandem.api.present import drafts as present
from tandem.people.policies import require
from tandem.tickets.draft_versions import ended_of
from tandem.tickets.queries import visible_to

router = Router()


@router.get("/drafts", openapi_extra=answers(EndedDraftList))
def list_ended_drafts(request: HttpRequest, ended: DraftEnd | None = None, cursor: str = "") -> HttpResponse:
    """Texts of one's own that were discarded, replaced, taken over or sent within thirty days, newest first."""
    actor = actor_of(request)
    require(actor, "tickets.note")
    rows, following = newest_first(ended_of(actor, ended or ""), "at", cursor)
    seen = set(visible_to(actor).filter(id__in={row.ticket_id for row in rows}).values_list("id", flat=True))
    results = [present.ended_elsewhere(row, seen=row.ticket_id in seen) for row in rows]
    return json_response({"results": results, "next": following})
