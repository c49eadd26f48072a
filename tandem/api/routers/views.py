"""The views of the list, with their counts; and one's own to save, change and put in order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.views import ViewList, ViewShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line
from tandem.api.present import views as present
from tandem.api.schemas import Identifier, Input
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.saved_views.commands.create_view import CreateView
from tandem.saved_views.commands.delete_view import DeleteView
from tandem.saved_views.commands.edit_view import EditView
from tandem.saved_views.commands.order_views import OrderViews
from tandem.saved_views.content import MAX_NAME, MAX_VIEWS, check_condition
from tandem.saved_views.queries import own_view, own_views

router = Router()


class NewView(Input):
    """A view of one's own. `condition` is a group of rules as `POST /conditions/check` takes it."""

    name: str
    condition: dict[str, Any]
    sort: str = "-updated"


class ViewBase(Input):
    """What the author saw."""

    name: str | None = None
    condition: dict[str, Any] | None = None
    sort: str | None = None


class ViewEdit(ViewBase):
    """What to change; `base` makes it a three-way merge."""

    base: ViewBase | None = None


class ViewOrder(Input):
    """One's own views in their new order."""

    ids: list[Identifier]


_VIEW: Fields = {"name": ("name", line(MAX_NAME)), "condition": ("condition", as_given), "sort": ("sort", as_given)}


def _all(actor: StaffActor) -> HttpResponse:
    return json_response({"results": present.views(actor, own_views(actor))})


def _one(actor: StaffActor, view_id: int, status: int = 200) -> HttpResponse:
    return json_response(present.own_view(actor, own_view(actor, view_id)), status)


@router.get("", openapi_extra=answers(ViewList))
def list_views(request: HttpRequest) -> HttpResponse:
    """Preset views, then one's own; counts are exact up to 999, beyond that `capped`."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    return _all(actor)


@router.post("", openapi_extra=answers(ViewShown, 201, "Saved."))
def create_view(request: HttpRequest, data: NewView) -> HttpResponse:
    """Save a view for oneself."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    with inputs.located() as read:
        name = read("/name", line(MAX_NAME), data.name)
    return _one(actor, run(CreateView(name, data.condition, data.sort), actor).result_id, 201)


@router.post("/order", openapi_extra=answers(ViewList))
def order_views(request: HttpRequest, data: ViewOrder) -> HttpResponse:
    """Put one's own views in an order; the ones left out keep their places."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    inputs.at_most(data.ids, MAX_VIEWS, "/ids")
    run(OrderViews(data.ids), actor)
    return _all(actor)


@router.patch("/{view_id}", openapi_extra=answers(ViewShown))
def edit_view(request: HttpRequest, view_id: Identifier, data: ViewEdit) -> HttpResponse:
    """Rename a view of one's own, or change its condition or order."""
    actor = actor_of(request)
    edits = edits_of(data, data.base, _VIEW)
    own_view(actor, view_id)
    if "condition" in edits:
        edits["condition"] = inputs.replaced(edits["condition"], check_condition(edits["condition"].mine))
    run(EditView(view_id, edits), actor)
    return _one(actor, view_id)


@router.delete("/{view_id}", openapi_extra={"responses": {204: {"description": "Deleted."}}})
def delete_view(request: HttpRequest, view_id: Identifier) -> HttpResponse:
    """Delete a view of one's own; its tickets stay where they are."""
    run(DeleteView(view_id), actor_of(request))
    return HttpResponse(status=204)
