"""The list, the ticket page's own part, opening, editing, putting aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.tickets import EmptyingShown, MatchList, ReadMarkShown, TicketList, TicketPage
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import tickets as present
from tandem.api.schemas import Input, PersonInput, Seq
from tandem.conditions.nodes import all_of
from tandem.kernel.actors import SYSTEM, Actor
from tandem.kernel.commands import Command
from tandem.kernel.pipeline import run
from tandem.notifications.hearing import heard
from tandem.people.actors import StaffActor
from tandem.search.finding import find_among
from tandem.tickets import listing, queries
from tandem.tickets.bodies import authored_body
from tandem.tickets.clearing import in_folder
from tandem.tickets.commands.clone_ticket import CloneTicket
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.edit_ticket import EditTicket
from tandem.tickets.commands.empty_folder import EmptySpam, EmptyTrash
from tandem.tickets.commands.mark_spam import MarkSpam, UnmarkSpam
from tandem.tickets.commands.open_ticket import OpenTicket
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.editable import EDITABLE
from tandem.tickets.reading import mark_read, mark_unread
from tandem.tickets.rows import TicketRow

router = Router()

#: So many tickets are named to whoever wants to do something to all of a list; ten portions of what one bulk call takes.
MOST_MATCHES: Final = 1_000
#: So many tickets of a search are listed, those with the newest hits: beyond, whoever searches has to say more.
MOST_FOUND: Final = 500


class MatchQuery(Schema):
    """Filters of the list, and its order; the ones left out do not filter."""

    view: str = ""
    q: str = ""
    status: str = ""
    group: str = ""
    owner: str = ""
    team: str = ""
    department: str = ""
    priority: str = ""
    type: str = ""
    channel: str = ""
    tag: str = ""
    requester: str = ""
    due: str = ""
    #: Up to 100 tickets by name, separated by commas: wherever they lie, also in the trash and among spam.
    ids: str = ""
    numbers: str = ""
    received_days: int | None = None
    unread: bool = False
    #: A condition as JSON, such as `{"combinator":"and","rules":[{"field":"tags","operator":"is_set"}]}`.
    condition: str = ""
    sort: str = ""


class ListQuery(MatchQuery):
    """Filters of the list, and which page of it."""

    cursor: str = ""
    limit: int = 50


class TicketInput(Input):
    """A new ticket: the requester's words, entered by the caller."""

    subject: str
    body: str
    requester: PersonInput
    priority: str = "none"
    status: str = ""
    department_id: str | None = None
    owner_id: str | None = None
    tags: list[str] = []
    cc: list[PersonInput] = []
    #: How the words reached the caller; empty: by this very door.
    channel: Literal["", "phone", "agent"] = ""


class EditInput(Input):
    """What the author saw and wants, by field."""

    changes: dict[str, inputs.EditPair]


class SpamInput(Input):
    """What else to do about it."""

    block_sender: bool = False


class EmptyInput(Input):
    """Which folder."""

    folder: Literal["spam", "trash"]


class CloneInput(Input):
    """What the clone is to have; an empty subject is that of the original."""

    subject: str = ""
    with_message: bool = True


class ReadUpTo(Input):
    """Up to which seq the viewer has read."""

    seq: Seq


@router.get("", openapi_extra=answers(TicketList))
def list_tickets(request: HttpRequest, wanted: Annotated[ListQuery, Query()]) -> HttpResponse:
    """Tickets that the viewer may see, newest first, filtered by a view, by fields, by a condition and by words."""
    actor = actor_of(request)
    ask, capped = _asked(actor, wanted, max(1, min(wanted.limit, listing.MAX_LIMIT)), wanted.cursor)
    rows, cursor = listing.page(actor, ask)
    return json_response({"results": _rows(actor, rows), "next": cursor, "capped": capped})


@router.get("/matches", openapi_extra=answers(MatchList))
def list_matches(request: HttpRequest, wanted: Annotated[MatchQuery, Query()]) -> HttpResponse:
    """Which tickets a list has in all, in its order, to do one thing to them: at most the first thousand (the first five
    hundred of a search), and `more` says whether there are others. What comes into the list later is not among them."""
    actor = actor_of(request)
    ask, capped = _asked(actor, wanted, MOST_MATCHES)
    rows, cursor = listing.page(actor, ask)
    found = [{"id": str(row.id), "number": row.number, "seq": row.seq} for row in rows]
    return json_response({"results": found, "more": capped or cursor is not None})


def _asked(actor: StaffActor, wanted: MatchQuery, limit: int, cursor: str = "") -> tuple[listing.Wanted, bool]:
    """What a request wants of the list, checked; and whether its words are in more tickets than a search lists. Raises Malformed,
    Invalid."""
    view, first_sort = inputs.opened_view(actor, wanted.view)
    condition = inputs.list_condition(view, wanted)
    named = inputs.named_tickets(actor, wanted)
    if named is not None and not wanted.view:
        # Named tickets are read wherever they lie.
        condition = inputs.list_condition(all_of(), wanted)
    ids, capped = named, False
    if wanted.q.strip():
        found = find_among(listing.filtered(actor, condition), wanted.q, MOST_FOUND + 1)
        ids, capped = found[:MOST_FOUND], len(found) > MOST_FOUND
    if named is not None:
        ids, limit = [one for one in ids or () if one in named], listing.MAX_LIMIT
    return listing.Wanted(condition, wanted.sort or first_sort, limit, wanted.unread, ids, cursor), capped


def _rows(actor: StaffActor, rows: list[TicketRow]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    tags, read, drafts = queries.tags_of(ids), queries.read_marks(actor.me, ids), queries.drafts_of(actor.me, ids)
    return [present.list_row(row, tags.get(row.id, []), read.get(row.id), row.id in drafts) for row in rows]


@router.post("", openapi_extra=answers(TicketPage, 201))
def open_ticket(request: HttpRequest, data: TicketInput) -> HttpResponse:
    """Enter a ticket for somebody. Nothing is mailed; `Idempotency-Key` makes a repetition harmless."""
    actor = actor_of(request)
    with inputs.located() as read:
        subject = read("/subject", EDITABLE["subject"].parse, data.subject)
        requester = read("/requester", inputs.person, data.requester)
        priority = read("/priority", EDITABLE["priority"].parse, data.priority)
        tags = read("/tags", EDITABLE["tags"].parse, data.tags)
        copies = read("/cc", inputs.people, data.cc)
        department = read("/department_id", EDITABLE["owner"].parse, data.department_id)
        owner = read("/owner_id", EDITABLE["owner"].parse, data.owner_id)
    command = OpenTicket(
        subject=subject,
        body=authored_body(text=data.body),
        requester=requester,
        channel=data.channel or inputs.channel_of(request),
        priority=priority,
        status=data.status,
        department_id=department,
        owner_id=owner,
        tags=tags,
        cc=copies,
        names=inputs.idempotency(request, actor, data),
    )
    return page(actor, queries.number_of(run(command, actor).result_id), status=201, reader=SYSTEM)


def page(actor: StaffActor, number: int, status: int = 200, reader: Actor | None = None) -> HttpResponse:
    """The ticket as `actor` sees it. After a change of theirs `reader` is the system: whoever hands a ticket over to a
    department that is not theirs is shown once more what they did."""
    shown = shown_page(actor, number, reader)
    return json_response(shown, status, ETag=f'"{shown["version"]}"')


def shown_page(actor: StaffActor, number: int, reader: Actor | None = None) -> dict[str, Any]:
    """What `page` answers with."""
    row, more = queries.ticket_row(reader or actor, actor.me, number)
    return present.page(actor, row, more, queries.sets_of(row.id))


@router.get("/{int:number}", openapi_extra=answers(TicketPage))
def get_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """One ticket with what the viewer may do to it."""
    return page(actor_of(request), number)


@router.patch("/{int:number}", openapi_extra=answers(TicketPage))
def edit_ticket(request: HttpRequest, number: int, data: EditInput) -> HttpResponse:
    """Change fields, merging with what others changed meanwhile."""
    actor = actor_of(request)
    edits = inputs.edits(data.changes)
    command = EditTicket(
        queries.ticket_id(actor, number), edits, names=inputs.idempotency(request, actor, data, f"patch:{number}")
    )
    run(command, actor)
    return page(actor, number, reader=SYSTEM)


def _put_aside(request: HttpRequest, number: int, verb: Callable[[int], Command[Any]]) -> HttpResponse:
    actor = actor_of(request)
    run(verb(queries.ticket_id(actor, number)), actor)
    return page(actor, number)


@router.post("/{int:number}/trash", openapi_extra=answers(TicketPage))
def trash(request: HttpRequest, number: int) -> HttpResponse:
    """Delete softly."""
    return _put_aside(request, number, TrashTicket)


@router.post("/{int:number}/restore", openapi_extra=answers(TicketPage))
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Take it out of the trash."""
    return _put_aside(request, number, RestoreTicket)


@router.post("/{int:number}/spam", openapi_extra=answers(TicketPage))
def spam(request: HttpRequest, number: int, data: SpamInput | None = None) -> HttpResponse:
    """Move it to the spam folder; `block_sender` sends the requester's later mail there too."""
    block = data is not None and data.block_sender
    return _put_aside(request, number, lambda ticket_id: MarkSpam(ticket_id, block_sender=block))


@router.post("/{int:number}/not-spam", openapi_extra=answers(TicketPage))
def not_spam(request: HttpRequest, number: int) -> HttpResponse:
    """Take it out of the spam folder; a blocked requester is blocked no longer."""
    return _put_aside(request, number, UnmarkSpam)


@router.post("/{int:number}/clone", openapi_extra=answers(TicketPage, 201))
def clone(request: HttpRequest, number: int, data: CloneInput) -> HttpResponse:
    """Open another ticket like this one. Nothing is mailed; `Idempotency-Key` makes a repetition harmless."""
    actor = actor_of(request)
    subject = ""
    if data.subject:
        with inputs.located() as read:
            subject = read("/subject", EDITABLE["subject"].parse, data.subject)
    names = inputs.idempotency(request, actor, data, f"clone:{number}")
    command = CloneTicket(queries.ticket_id(actor, number), subject, data.with_message, names)
    return page(actor, queries.number_of(run(command, actor).result_id), status=201, reader=SYSTEM)


@router.delete("/{int:number}", openapi_extra={"responses": {204: {"description": "Deleted."}}})
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a ticket for good that lies in the trash."""
    actor = actor_of(request)
    run(DeleteTicket(queries.ticket_id(actor, number)), actor)
    return HttpResponse(status=204)


@router.post("/empty", openapi_extra=answers(EmptyingShown, 202, "Begun."))
def empty(request: HttpRequest, data: EmptyInput) -> HttpResponse:
    """Empty a folder: what is spam now moves to the trash, what lies in the trash now is deleted for good."""
    actor = actor_of(request)
    run(EmptyTrash() if data.folder == "trash" else EmptySpam(), actor)
    return json_response({"count": in_folder(actor, data.folder).count()}, 202)


@router.post("/{int:number}/read", openapi_extra=answers(ReadMarkShown))
def read(request: HttpRequest, number: int, data: ReadUpTo) -> HttpResponse:
    """Remember up to where the viewer has read."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    mark_read(actor, ticket_id, data.seq)
    heard(actor.me, ticket_id)
    return json_response({"read_seq": data.seq})


@router.post("/{int:number}/unread", openapi_extra=answers(ReadMarkShown))
def unread(request: HttpRequest, number: int) -> HttpResponse:
    """Let the viewer's own list show it as unread again."""
    actor = actor_of(request)
    return json_response({"read_seq": mark_unread(actor, queries.ticket_id(actor, number))})
