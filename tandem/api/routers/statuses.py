"""The statuses of departments, for the admin's screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.tickets import StatusList, StatusShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present.statuses import status, status_sets, statuses
from tandem.api.schemas import Identifier, Input, Seq
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.tickets.commands.edit_status import EditStatus

router = Router()


class TextEdit(Input):
    """A text as its author saw it and wants it."""

    base: str
    mine: str


class NumberEdit(Input):
    """A place as its author saw it and wants it."""

    base: Seq
    mine: Seq


class SwitchEdit(Input):
    """A switch as its author saw it and wants it."""

    base: bool
    mine: bool


class StatusChanges(Input):
    """What to change."""

    name: TextEdit | None = None
    colour: TextEdit | None = None
    position: NumberEdit | None = None
    offered_on_send: SwitchEdit | None = None


class StatusInput(Input):
    """Edits of a status."""

    changes: StatusChanges


@router.get("", openapi_extra=answers(StatusList))
def list_statuses(request: HttpRequest) -> HttpResponse:
    """Every status of every department in order, and the ready-made sets."""
    return json_response({"results": statuses(), "sets": status_sets()})


@router.patch("/{status_id}", openapi_extra=answers(StatusShown))
def edit_status(request: HttpRequest, status_id: Identifier, data: StatusInput) -> HttpResponse:
    """Rename, recolour, move, or offer a status with the send button."""
    given = data.changes.model_dump(exclude_none=True)
    run(EditStatus(status_id, {name: Edit(**pair) for name, pair in given.items()}), actor_of(request))
    return json_response(status(status_id))
