"""Organisations: the companies of customers, recognised by their mail domains."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.people import OrganisationDetail, OrganisationList
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, edits_of, line
from tandem.api.present import people as present
from tandem.api.schemas import Identifier, Input
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.actors import StaffActor
from tandem.people.commands.create_organisation import CreateOrganisation
from tandem.people.commands.delete_group import DeleteOrganisation
from tandem.people.commands.edit_organisation import EditOrganisation
from tandem.people.commands.take_in import TakeIn
from tandem.people.domains import normal_domains
from tandem.people.policies import require

router = Router()


class NewOrganisation(Input):
    """An organisation and its mail domains."""

    name: str
    domains: list[str] = []


class OrganisationBase(Input):
    """What the author saw."""

    name: str | None = None
    domains: list[str] | None = None


class OrganisationEdit(OrganisationBase):
    """What to change; `base` makes it a three-way merge."""

    base: OrganisationBase | None = None


_FIELDS: Fields = {"name": ("name", line(200)), "domains": ("domains", normal_domains)}


@router.get("", openapi_extra=answers(OrganisationList))
def list_organisations(request: HttpRequest, q: str = "", cursor: str = "") -> HttpResponse:
    """Organisations by name."""
    require(actor_of(request), "people.read")
    rows, following = queries.organisations(q.strip(), cursor)
    return json_response({"results": present.organisations(rows), "next": following})


@router.post("", openapi_extra=answers(OrganisationDetail, 201, "Created."))
def create_organisation(request: HttpRequest, data: NewOrganisation) -> HttpResponse:
    """Make an organisation; who writes from its domains joins it from now on."""
    with inputs.located() as read:
        name = read("/name", line(200), data.name)
    actor = actor_of(request)
    outcome = run(CreateOrganisation(name, normal_domains(data.domains)), actor)
    return _one(actor, outcome.result_id, 201)


def _one(actor: StaffActor, organisation_id: int, status: int = 200) -> HttpResponse:
    return json_response(present.organisation(actor, queries.organisation(organisation_id)), status)


@router.get("/{organisation_id}", openapi_extra=answers(OrganisationDetail))
def get_organisation(request: HttpRequest, organisation_id: Identifier) -> HttpResponse:
    """One organisation."""
    actor = actor_of(request)
    require(actor, "people.read")
    return _one(actor, organisation_id)


@router.patch("/{organisation_id}", openapi_extra=answers(OrganisationDetail))
def edit_organisation(request: HttpRequest, organisation_id: Identifier, data: OrganisationEdit) -> HttpResponse:
    """Rename an organisation, or change its domains."""
    actor = actor_of(request)
    run(EditOrganisation(organisation_id, edits_of(data, data.base, _FIELDS)), actor)
    return _one(actor, organisation_id)


@router.post("/{organisation_id}/take-in", openapi_extra=answers(OrganisationDetail))
def take_in(request: HttpRequest, organisation_id: Identifier) -> HttpResponse:
    """Let customers join who are known already, have no organisation, and write from one of its domains; within moments."""
    actor = actor_of(request)
    run(TakeIn(organisation_id), actor)
    return _one(actor, organisation_id)


@router.delete("/{organisation_id}", openapi_extra={"responses": {204: {"description": "Deleted."}}})
def delete_organisation(request: HttpRequest, organisation_id: Identifier) -> HttpResponse:
    """Delete an organisation. Its customers and their tickets stay."""
    run(DeleteOrganisation(organisation_id), actor_of(request))
    return HttpResponse(status=204)
