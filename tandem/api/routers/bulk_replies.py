"""One reply to up to a hundred tickets: what it would say, and sending it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.sends import BulkReplyPreviews, BulkReplyShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present.bulk import result as shown
from tandem.api.schemas import Identifier, Input, Seq
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.people.policies import require
from tandem.rules.bulk_reply import BulkReply, Replied, checked, filled, reply_to_all
from tandem.tickets import queries
from tandem.tickets.bulk.carrying_out import MAX_TICKETS

router = Router()
#: So many are shown filled in before they are sent.
MAX_PREVIEWS = 5


class TicketSeen(Input):
    """A ticket, and up to which seq whoever writes has seen it: what the list showed."""

    id: Identifier
    seen: Seq


class BulkReplyInput(Input):
    """One text with placeholders (`{{ requester.first_name }}`), filled in for each ticket. `status` is set with it; left out,
    what each department says, empty: none. `client_id` names the call: repeated under the same one, no ticket is written
    to twice."""

    tickets: list[TicketSeen] = Field(min_length=1)
    body_html: str
    status: str | None = None
    client_id: str | None = None


class BulkPreviewInput(Input):
    """A text, and some of the tickets that it is for."""

    ids: list[Identifier] = Field(min_length=1)
    body_html: str


@router.post("/reply", openapi_extra=answers(BulkReplyShown))
def reply(request: HttpRequest, data: BulkReplyInput) -> HttpResponse:
    """Answer many tickets. Each is a reply of its own, which passes or is refused by its own fence, rights and rules; the answer
    says for each whether it is done, skipped or failed. What is refused becomes the caller's draft on that ticket. An
    `Idempotency-Key` or the `client_id` makes a repetition harmless, ticket by ticket."""
    actor = actor_of(request)
    if len(data.tickets) > MAX_TICKETS:
        raise Invalid([Problem("/tickets", "too_many", _("At most 100 tickets in one call."))])
    if data.client_id is not None and not (0 < len(data.client_id) <= 80 and data.client_id.isprintable()):
        raise Invalid([Problem("/client_id", "malformed", _("A client_id has 1 to 80 printable characters."))])
    if len(data.status or "") > 60 or not (data.status or "").isprintable():
        raise Invalid([Problem("/status", "unknown", _("This department has no such status."))])
    html = checked(data.body_html)
    # Asked for its form; each ticket has a name of its own below it.
    inputs.idempotency(request, actor, data)
    key = request.headers.get("Idempotency-Key") or data.client_id or inputs.fresh_client_id()
    wanted = BulkReply(html, data.status, f"{actor.key}:{key}")
    replied = reply_to_all(actor, {one.id: one.seen for one in data.tickets}, wanted)
    numbers = queries.numbers_of_ids(actor, [one.result.ticket_id for one in replied])
    results = [_shown(one, numbers.get(one.result.ticket_id)) for one in replied]
    outcomes = [one["outcome"] for one in results]
    return json_response({"results": results, **{each: outcomes.count(each) for each in ("done", "skipped", "failed")}})


def _shown(one: Replied, number: int | None) -> dict[str, Any]:
    message = None if one.message_id is None else str(one.message_id)
    return {**shown(one.result, number), "message_id": message, "kept": one.kept}


@router.post("/reply/preview", openapi_extra=answers(BulkReplyPreviews))
def preview(request: HttpRequest, data: BulkPreviewInput) -> HttpResponse:
    """What a text says when it is filled in for some tickets; nothing is sent. Tickets that are not seen are left out."""
    actor = actor_of(request)
    require(actor, "tickets.reply")
    if len(data.ids) > MAX_PREVIEWS:
        raise Invalid([Problem("/ids", "too_many", _("This list is too long."))])
    html = checked(data.body_html)
    numbers = queries.numbers_of_ids(actor, data.ids)
    results = []
    for ticket_id in dict.fromkeys(data.ids):
        try:
            text = filled(actor, ticket_id, html)
        except NotFound:
            continue
        results.append({"id": str(ticket_id), "number": numbers.get(ticket_id, 0), "body_html": text})
    return json_response({"results": results})
