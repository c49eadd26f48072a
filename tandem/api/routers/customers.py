"""Customers: who writes in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.people import CustomerDetail, CustomerList
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.inputs import located
from tandem.api.merges import Fields, as_given, edits_of, line, mail_address, text
from tandem.api.present import people as present
from tandem.api.routers.me import read_language
from tandem.api.schemas import Identifier, Input
from tandem.kernel.merging import Edit
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.actors import StaffActor
from tandem.people.commands.block_customer import BlockCustomer
from tandem.people.commands.edit_addresses import AddAddress, MakeMainAddress, RemoveAddress
from tandem.people.commands.edit_customer import MAX_NOTE, EditCustomer
from tandem.people.commands.merge_customers import MergeCustomers
from tandem.people.editing import UNSEEN
from tandem.people.policies import require
from tandem.tickets.editable import identifier

router = Router()


class CustomerBase(Input):
    """What the author saw."""

    name: str | None = None
    organisation_id: Identifier | None = None
    language: str | None = None
    note: str | None = None


class CustomerEdit(CustomerBase):
    """What to change; an `organisation_id` of null takes the customer out of their organisation."""

    base: CustomerBase | None = None


class NewAddress(Input):
    """One more address of a customer."""

    email: str


class CustomerMerge(Input):
    """Who is taken in, and is not there any more by themselves."""

    absorbed_id: Identifier


_FIELDS: Fields = {
    "name": ("name", line(200)),
    "organisation_id": ("organisation", as_given),
    "language": ("language", read_language),
    "note": ("note", text(MAX_NOTE)),
}


@router.get("", openapi_extra=answers(CustomerList))
def list_customers(request: HttpRequest, q: str = "", organisation: str = "", cursor: str = "") -> HttpResponse:
    """Customers by name, found by name or any of their addresses; `organisation` narrows to those of one."""
    actor = actor_of(request)
    require(actor, "people.read")
    with located() as read:
        within = read("/organisation", identifier, organisation or None)
    rows, following = queries.customers(q.strip(), cursor, within)
    return json_response({"results": present.customers(actor, rows), "next": following})


def _one(actor: StaffActor, person_id: int) -> HttpResponse:
    return json_response(present.customer(actor, queries.customer(person_id)))


@router.get("/{person_id}", openapi_extra=answers(CustomerDetail))
def get_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """One customer with their latest tickets."""
    actor = actor_of(request)
    require(actor, "people.read")
    return _one(actor, person_id)


@router.post("/{person_id}/block", openapi_extra=answers(CustomerDetail))
def block_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Send what they write from now on to the spam folder."""
    return _block(request, person_id, True)


@router.post("/{person_id}/unblock", openapi_extra=answers(CustomerDetail))
def unblock_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Let their mail through again."""
    return _block(request, person_id, False)


def _block(request: HttpRequest, person_id: int, on: bool) -> HttpResponse:
    actor = actor_of(request)
    run(BlockCustomer(person_id, on), actor)
    return _one(actor, person_id)


@router.patch("/{person_id}", openapi_extra=answers(CustomerDetail))
def edit_customer(request: HttpRequest, person_id: Identifier, data: CustomerEdit) -> HttpResponse:
    """Correct a customer's name, organisation or language, or the note about them."""
    actor = actor_of(request)
    leaves = "organisation_id" in data.model_fields_set and data.organisation_id is None
    others = data.model_fields_set - {"organisation_id", "base"}
    edits = {} if leaves and not others else edits_of(data, data.base, _FIELDS)
    if leaves:
        seen = data.base.organisation_id if data.base and data.base.organisation_id is not None else UNSEEN
        edits["organisation"] = Edit(seen, None)
    run(EditCustomer(person_id, edits), actor)
    return _one(actor, person_id)


@router.post("/{person_id}/addresses", openapi_extra=answers(CustomerDetail))
def add_address(request: HttpRequest, person_id: Identifier, data: NewAddress) -> HttpResponse:
    """Know them by one more address: mail from it is theirs from now on."""
    actor = actor_of(request)
    with located() as read:
        address = read("/email", mail_address, data.email)
    run(AddAddress(person_id, address), actor)
    return _one(actor, person_id)


@router.delete("/{person_id}/addresses/{address_id}", openapi_extra=answers(CustomerDetail))
def remove_address(request: HttpRequest, person_id: Identifier, address_id: Identifier) -> HttpResponse:
    """Know them by this address no longer. The main address stays; make another one the main one first."""
    actor = actor_of(request)
    run(RemoveAddress(person_id, address_id), actor)
    return _one(actor, person_id)


@router.post("/{person_id}/addresses/{address_id}/main", openapi_extra=answers(CustomerDetail))
def make_main_address(request: HttpRequest, person_id: Identifier, address_id: Identifier) -> HttpResponse:
    """Answer them there; what was the main address stays a further one."""
    actor = actor_of(request)
    run(MakeMainAddress(person_id, address_id), actor)
    return _one(actor, person_id)


@router.post("/{person_id}/merge", openapi_extra=answers(CustomerDetail))
def merge_customer(request: HttpRequest, person_id: Identifier, data: CustomerMerge) -> HttpResponse:
    """Take another customer in: their addresses at once, their tickets within moments."""
    actor = actor_of(request)
    run(MergeCustomers(person_id, data.absorbed_id), actor)
    return _one(actor, person_id)
