"""Up to a hundred tickets in one call (KF-36): one action, a result for each, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.bulk import BulkShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import bulk as present
from tandem.api.schemas import Identifier, Input, TicketNumber
from tandem.kernel.actors import Actor
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.tickets import queries
from tandem.tickets.bulk.actions import ACTIONS
from tandem.tickets.bulk.carrying_out import MAX_TICKETS, Result, carry_out, names_for
from tandem.tickets.bulk.undoing import inverse, reaching

router = Router()

TOO_MANY = _("At most 100 tickets in one call.")


class BulkInput(Input):
    """Which tickets, by `ids` or by `numbers`; the `action`, and its `value`: an owner's id or null, a status's slug, a
    priority, a list of tags, `{department_id, team_id?, owner_id?}` for `move`; nothing for the others."""

    ids: list[Identifier] = []
    numbers: list[TicketNumber] = []
    action: Literal[
        "owner",
        "status",
        "priority",
        "add_tags",
        "remove_tags",
        "move",
        "spam",
        "not_spam",
        "trash",
        "restore",
        "delete",
    ]
    value: Any = None


class ChangeToUndo(Input):
    """What a call did to one ticket, as its result named it."""

    id: Identifier
    change_id: Identifier


class BulkUndoInput(Input):
    """What to take back."""

    changes: list[ChangeToUndo] = Field(min_length=1)


@router.post("", openapi_extra=answers(BulkShown))
def bulk(request: HttpRequest, data: BulkInput) -> HttpResponse:
    """Do one thing to many tickets. Each is a change of its own, carried out or refused by its own rights and rules; the
    answer says for each whether it was done, skipped (with the reason) or failed. `Idempotency-Key` makes a repetition
    harmless, ticket by ticket."""
    actor = actor_of(request)
    action = ACTIONS[data.action]
    with inputs.located() as read:
        value = read("/value", action.read, data.value)
    ids, unknown = _ids(actor, data)
    # Asked for its form; each ticket has a name of its own below it.
    inputs.idempotency(request, actor, data)
    key = request.headers.get("Idempotency-Key", "")
    meaning = [data.action, data.value]
    results = carry_out(
        actor,
        ids,
        lambda ticket: action.make(ticket, value, names_for(actor.key, key, ticket, meaning)),
    )
    return _answer(actor, results, unknown)


@router.post("/undo", openapi_extra=answers(BulkShown))
def undo(request: HttpRequest, data: BulkUndoInput) -> HttpResponse:
    """Take back what such a call of one's own did: fields as they were unless somebody has changed them since, tickets out
    of the folder that they were put into."""
    actor = actor_of(request)
    if len(data.changes) > MAX_TICKETS:
        raise Invalid([Problem("/changes", "too_many", TOO_MANY)])
    changes = {change.id: change.change_id for change in data.changes}
    results = carry_out(
        actor,
        list(changes),
        lambda ticket: inverse(actor, ticket, changes[ticket]),
        lambda ticket: reaching(actor, ticket, changes[ticket]),
    )
    return _answer(actor, results)


def _ids(actor: Actor, data: BulkInput) -> tuple[list[int], list[int]]:
    """The tickets meant, each once, in the order given; and the numbers that the actor does not see."""
    if bool(data.ids) == bool(data.numbers):
        raise Invalid([Problem("/ids", "missing", _("Name the tickets, either by ids or by numbers."))])
    if len(data.ids) + len(data.numbers) > MAX_TICKETS:
        raise Invalid([Problem("/ids" if data.ids else "/numbers", "too_many", TOO_MANY)])
    known = queries.ids_of_numbers(actor, data.numbers) if data.numbers else {}
    unknown = [number for number in dict.fromkeys(data.numbers) if number not in known]
    return list(dict.fromkeys([*data.ids, *(known[each] for each in data.numbers if each in known)])), unknown


def _answer(actor: Actor, results: Sequence[Result], unknown: Sequence[int] = ()) -> HttpResponse:
    numbers = queries.numbers_of_ids(actor, [result.ticket_id for result in results])
    shown = [present.result(result, numbers.get(result.ticket_id)) for result in results]
    shown += [_not_there(number) for number in unknown]
    outcomes = [result["outcome"] for result in shown]
    return json_response({"results": shown, **{each: outcomes.count(each) for each in ("done", "skipped", "failed")}})


def _not_there(number: int) -> dict[str, Any]:
    refusal = NotFound()
    reason = {"code": refusal.code, "reason": str(refusal.detail)}
    return {"id": None, "number": number, "outcome": "skipped", "change_id": None, **reason}
