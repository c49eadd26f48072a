"""Customers: who writes in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.people import CustomerList, CustomerShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line
from tandem.api.present import people as present
from tandem.api.schemas import Identifier, Input
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.actors import StaffActor
from tandem.people.commands.block_customer import BlockCustomer
from tandem.people.commands.edit_customer import EditCustomer
from tandem.people.editing import UNSEEN
from tandem.people.policies import require

router = Router()


class CustomerBase(Input):
    """What the author saw."""

    name: str | None = None
    organisation_id: Identifier | None = None


class CustomerEdit(CustomerBase):
    """What to change; an `organisation_id` of null takes the customer out of their organisation."""

    base: CustomerBase | None = None


_FIELDS: Fields = {"name": ("name", line(200)), "organisation_id": ("organisation", as_given)}


@router.get("", openapi_extra=answers(CustomerList))
def list_customers(request: HttpRequest, q: str = "", cursor: str = "") -> HttpResponse:
    """Customers by name, found by name or address."""
    actor = actor_of(request)
    require(actor, "people.read")
    rows, following = queries.customers(q.strip(), cursor)
    return json_response({"results": present.customers(actor, rows), "next": following})


def _one(actor: StaffActor, person_id: int) -> HttpResponse:
    return json_response(present.customers(actor, [queries.customer(person_id)])[0])


@router.get("/{person_id}", openapi_extra=answers(CustomerShown))
def get_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """One customer."""
    actor = actor_of(request)
    require(actor, "people.read")
    return _one(actor, person_id)


@router.post("/{person_id}/block", openapi_extra=answers(CustomerShown))
def block_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Send what they write from now on to the spam folder."""
    return _block(request, person_id, True)


@router.post("/{person_id}/unblock", openapi_extra=answers(CustomerShown))
def unblock_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Let their mail through again."""
    return _block(request, person_id, False)


def _block(request: HttpRequest, person_id: int, on: bool) -> HttpResponse:
    actor = actor_of(request)
    run(BlockCustomer(person_id, on), actor)
    return _one(actor, person_id)


@router.patch("/{person_id}", openapi_extra=answers(CustomerShown))
def edit_customer(request: HttpRequest, person_id: Identifier, data: CustomerEdit) -> HttpResponse:
    """Correct a customer's name or organisation."""
    actor = actor_of(request)
    leaves = "organisation_id" in data.model_fields_set and data.organisation_id is None
    edits = {} if leaves and data.name is None else edits_of(data, data.base, _FIELDS)
    if leaves:
        seen = data.base.organisation_id if data.base and data.base.organisation_id is not None else UNSEEN
        edits["organisation"] = Edit(seen, None)
    run(EditCustomer(person_id, edits), actor)
    return _one(actor, person_id)
