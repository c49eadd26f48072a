"""Macros: saved answers with the changes that go with them; what one would do to a ticket."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.actions.registry import read_steps
from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.macros import ActionList, MacroList, MacroShown, PreparedMacro
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line, members
from tandem.api.present import macros as present
from tandem.api.schemas import Identifier, Input
from tandem.kernel.changes import Json
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.rules.commands.create_macro import CreateMacro
from tandem.rules.commands.delete_macro import DeleteMacro
from tandem.rules.commands.edit_macro import EditMacro
from tandem.rules.macros import macro_of, macros_of, prepare
from tandem.rules.names import MAX_NAME

router = Router()
on_ticket = Router()


class StepInput(Input):
    """One thing that a macro does."""

    action: str
    value: Any = None


class NewMacro(Input):
    """A macro: for oneself, or `public` for everybody or some teams."""

    name: str
    steps: list[StepInput]
    public: bool = False
    team_ids: list[Identifier] = []


class MacroBase(Input):
    """What the author saw."""

    name: str | None = None
    steps: list[StepInput] | None = None
    active: bool | None = None
    team_ids: list[Identifier] | None = None


class MacroEdit(MacroBase):
    """What to change; `base` makes it a three-way merge."""

    base: MacroBase | None = None


def _steps(pointer: str) -> Any:
    def read(given: list[StepInput]) -> list[dict[str, Json]]:
        return read_steps([(step.action, step.value) for step in given], pointer)

    return read


_FIELDS: Fields = {
    "name": ("name", line(MAX_NAME)),
    "steps": ("steps", _steps("/steps")),
    "active": ("active", as_given),
    "team_ids": ("teams", members),
}


def _one(actor: StaffActor, macro_id: int, status: int = 200) -> HttpResponse:
    (shown,) = present.macros(actor, [macro_of(actor, macro_id)])
    return json_response(shown, status)


@router.get("", openapi_extra=answers(MacroList))
def list_macros(request: HttpRequest) -> HttpResponse:
    """Every macro that the viewer sees, also those that are switched off."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    return json_response({"results": present.macros(actor, macros_of(actor))})


@router.get("/actions", openapi_extra=answers(ActionList))
def list_actions(request: HttpRequest) -> HttpResponse:
    """What macros are made of: actions and placeholders."""
    require(actor_of(request), "tickets.read")
    return json_response(present.actions())


@router.post("", openapi_extra=answers(MacroShown, 201, "Created."))
def create_macro(request: HttpRequest, data: NewMacro) -> HttpResponse:
    """Save a macro."""
    actor = actor_of(request)
    with inputs.located() as read:
        name = read("/name", line(MAX_NAME), data.name)
    outcome = run(CreateMacro(name, _steps("/steps")(data.steps), data.public, members(data.team_ids)), actor)
    return _one(actor, outcome.result_id, 201)


@router.patch("/{macro_id}", openapi_extra=answers(MacroShown))
def edit_macro(request: HttpRequest, macro_id: Identifier, data: MacroEdit) -> HttpResponse:
    """Change a macro, or switch it off and on."""
    actor = actor_of(request)
    run(EditMacro(macro_id, edits_of(data, data.base, _FIELDS)), actor)
    return _one(actor, macro_id)


@router.delete("/{macro_id}", openapi_extra={"responses": {204: {"description": "Deleted."}}})
def delete_macro(request: HttpRequest, macro_id: Identifier) -> HttpResponse:
    """Delete a macro; what it wrote and set stays."""
    run(DeleteMacro(macro_id), actor_of(request))
    return HttpResponse(status=204)


@on_ticket.get("/{int:number}/macros/{macro_id}", openapi_extra=answers(PreparedMacro))
def prepare_macro(request: HttpRequest, number: int, macro_id: Identifier) -> HttpResponse:
    """What a macro would do to a ticket, for the viewer, now. Nothing is changed."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    return json_response(present.prepared(prepare(actor, number, macro_id)))
