"""The history of a ticket: by seq, by person, by field, by kind of event."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from tandem.api.answers.base import answers
from tandem.api.answers.tickets import EventList, HistoryFacets
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import events as present_events
from tandem.api.schemas import Seq
from tandem.kernel.changes import Ref
from tandem.kernel.errors import Malformed, Problem
from tandem.kernel.history import events_of
from tandem.tickets import history, queries
from tandem.tickets.editable import EDITABLE

router = Router()


class HistoryQuery(Schema):
    """A stretch of history, and what of it."""

    after: Seq = 0
    before: Seq | None = None
    limit: int = 100
    order: str = "asc"
    person: str = ""
    field: str = ""
    kind: str = ""
    #: The id of a further conversation, or `first`.
    conversation: str = ""


@router.get("/{int:number}/events", openapi_extra=answers(EventList))
def list_events(request: HttpRequest, number: int, wanted: Annotated[HistoryQuery, Query()]) -> HttpResponse:
    """The history, by seq. `after` and `before` are seqs and exclusive; `person`, `field`, `kind` and `conversation`
    (fields and kinds several, separated by commas) have to hold together."""
    if wanted.order not in {"asc", "desc"}:
        raise Malformed([Problem("/order", "unknown", _("The order is asc or desc."))])
    limit, newest = max(1, min(wanted.limit, 500)), wanted.order == "desc"
    actor = actor_of(request)
    ticket, by = queries.ticket_id(actor, number), _history_filter(wanted)
    bounds: dict[str, Any] = {"after": wanted.after, "before": wanted.before, "limit": limit + 1, "newest": newest}
    found = history.filtered(ticket, by, **bounds) if by else events_of(Ref("ticket", ticket), **bounds)
    more = len(found) > limit
    shown = present_events.present(found[:limit], actor)
    return json_response({"results": shown, "next": shown[-1]["seq"] if more else None})


def _history_filter(wanted: HistoryQuery) -> history.Wanted:
    groups, fields = ([word for word in text.split(",") if word] for text in (wanted.kind, wanted.field))
    unknown = [("/kind", group) for group in groups if group not in history.GROUPS]
    unknown += [("/field", field) for field in fields if field not in EDITABLE]
    person, conversation = wanted.person, wanted.conversation
    if person and person != history.NOBODY and not _is_id(person):
        unknown.append(("/person", person))
    if conversation not in {"", history.FIRST} and not _is_id(conversation):
        unknown.append(("/conversation", conversation))
    if unknown:
        raise Malformed(
            [Problem(at, "unknown", _("There is nothing of this name to filter by.")) for at, _name in unknown]
        )
    return history.Wanted(groups, fields, person, conversation)


def _is_id(value: str) -> bool:
    return len(value) <= 18 and value.isascii() and value.isdigit()


@router.get("/{int:number}/events/facets", openapi_extra=answers(HistoryFacets))
def list_facets(request: HttpRequest, number: int) -> HttpResponse:
    """What the history can be filtered by, with how many events there are of each."""
    facets = history.facets(queries.ticket_id(actor_of(request), number))
    return json_response(present_events.facets(facets))
