"""Organisations: the companies of customers, recognised by their mail domains."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.people import OrganisationList, OrganisationShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, edits_of, line
from tandem.api.present import people as present
from tandem.api.schemas import Identifier, Input
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.commands.create_organisation import CreateOrganisation
from tandem.people.commands.edit_organisation import EditOrganisation
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
    return json_response({"results": [present.organisation(row) for row in rows], "next": following})


@router.post("", openapi_extra=answers(OrganisationShown, 201, "Created."))
def create_organisation(request: HttpRequest, data: NewOrganisation) -> HttpResponse:
    """Make an organisation; who writes from its domains joins it from now on."""
    with inputs.located() as read:
        name = read("/name", line(200), data.name)
    outcome = run(CreateOrganisation(name, normal_domains(data.domains)), actor_of(request))
    return json_response(present.organisation(queries.organisation(outcome.result_id)), 201)


@router.get("/{organisation_id}", openapi_extra=answers(OrganisationShown))
def get_organisation(request: HttpRequest, organisation_id: Identifier) -> HttpResponse:
    """One organisation."""
    require(actor_of(request), "people.read")
    return json_response(present.organisation(queries.organisation(organisation_id)))


@router.patch("/{organisation_id}", openapi_extra=answers(OrganisationShown))
def edit_organisation(request: HttpRequest, organisation_id: Identifier, data: OrganisationEdit) -> HttpResponse:
    """Rename an organisation, or change its domains."""
    run(EditOrganisation(organisation_id, edits_of(data, data.base, _FIELDS)), actor_of(request))
    return json_response(present.organisation(queries.organisation(organisation_id)))
