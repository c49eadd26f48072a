"""Colleagues: who works here, with which role, in which departments and teams."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.people import ColleagueList, ColleagueMade, ColleagueShown, LinkSent
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line, mail_address, members
from tandem.api.present import people as present
from tandem.api.routers.me import read_language
from tandem.api.schemas import Identifier, Input
from tandem.infra.addresses import make_address
from tandem.infra.clock import isoformat
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.accounts import check_password, create_colleague, set_password
from tandem.people.commands.create_person import CreatePerson
from tandem.people.commands.edit_person import EditPerson
from tandem.people.commands.revoke_links import RevokeLinks
from tandem.people.links import send_link
from tandem.people.models import SignInLink
from tandem.people.policies import require

router = Router()


class NewColleague(Input):
    """Somebody new. Without a password they cannot sign in yet: `invite` mails them a link to set their own. `granted` are rights
    beyond the role."""

    name: str
    email: str
    role: str
    department_ids: list[Identifier] = []
    team_ids: list[Identifier] = []
    granted: list[str] = []
    language: str = ""
    password: str | None = None
    invite: bool = False


class ColleagueBase(Input):
    """What the author saw."""

    name: str | None = None
    email: str | None = None
    role: str | None = None
    active: bool | None = None
    granted: list[str] | None = None
    language: str | None = None
    department_ids: list[Identifier] | None = None
    team_ids: list[Identifier] | None = None


class ColleagueEdit(ColleagueBase):
    """What to change; `base` makes it a three-way merge."""

    password: str | None = None
    base: ColleagueBase | None = None


def rights(value: list[str]) -> list[str]:
    """Rights in one order, without repetitions."""
    return sorted(set(value))


_FIELDS: Fields = {
    "name": ("name", line(200)),
    "email": ("email", mail_address),
    "role": ("role", as_given),
    "active": ("active", as_given),
    "granted": ("granted", rights),
    "language": ("language", read_language),
    "department_ids": ("departments", members),
    "team_ids": ("teams", members),
}


@router.get("", openapi_extra=answers(ColleagueList))
def list_people(request: HttpRequest, q: str = "") -> HttpResponse:
    """Everybody who works here, widest rights first."""
    require(actor_of(request), "people.read")
    return json_response({"results": present.colleagues(queries.staff(q.strip()))})


def _one(person_id: int, status: int = 200) -> HttpResponse:
    return json_response(present.colleagues([queries.colleague(person_id)])[0], status)


@router.get("/{person_id}", openapi_extra=answers(ColleagueShown))
def get_person(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """One colleague."""
    require(actor_of(request), "people.read")
    return _one(person_id)


@router.post("", openapi_extra=answers(ColleagueMade, 201, "Created."))
def create_person(request: HttpRequest, data: NewColleague) -> HttpResponse:
    """Add a colleague; somebody who wrote as a customer before keeps their tickets."""
    actor = actor_of(request)
    require(actor, "people.manage")
    with inputs.located() as read:
        name = read("/name", line(200), data.name)
        email = read("/email", mail_address, data.email)
        language = read("/language", read_language, data.language)
    command = CreatePerson(
        address=make_address(email.address, name),
        role=data.role,
        language=language,
        department_ids=members(data.department_ids),
        team_ids=members(data.team_ids),
        granted=rights(data.granted),
    )
    if data.invite and data.password is not None:
        raise Invalid([Problem("/invite", "password_given", _("Who is invited chooses the password."))])
    with transaction.atomic():
        person_id = create_colleague(command, data.password, actor).result_id
        sent = send_link(person_id, SignInLink.INVITATION, actor) if data.invite else None
    shown = present.colleagues([queries.colleague(person_id)])[0]
    return json_response(shown | {"invitation_url": None if sent is None else sent.url}, 201)


@router.post("/{person_id}/invitation", openapi_extra=answers(LinkSent, 201, "On its way."))
def invite(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Mail a link with which somebody without a password sets one and joins. An earlier invitation ends."""
    return _send(request, person_id, SignInLink.INVITATION)


@router.delete("/{person_id}/invitation", openapi_extra={"responses": {204: {"description": "Ended."}}})
def withdraw(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """End an invitation that was not used yet."""
    actor = actor_of(request)
    require(actor, "people.manage")
    run(RevokeLinks(person_id, SignInLink.INVITATION), actor)
    return HttpResponse(status=204)


@router.post("/{person_id}/password-link", openapi_extra=answers(LinkSent, 201, "On its way."))
def send_password_link(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Mail somebody a link with which they set a new password."""
    return _send(request, person_id, SignInLink.PASSWORD)


def _send(request: HttpRequest, person_id: int, purpose: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "people.manage")
    sent = send_link(person_id, purpose, actor)
    return json_response({"url": sent.url, "expires_at": isoformat(sent.expires_at)}, 201)


@router.patch("/{person_id}", openapi_extra=answers(ColleagueShown))
def edit_person(request: HttpRequest, person_id: Identifier, data: ColleagueEdit) -> HttpResponse:
    """Change a colleague. Disabling somebody signs them out everywhere at once and ends their tokens."""
    actor = actor_of(request)
    require(actor, "people.manage")
    if data.password is not None:
        check_password(data.password, queries.colleague(person_id)["email"])
    if data.password is None or data.model_fields_set - {"password", "base"}:
        run(EditPerson(person_id, edits_of(data, data.base, _FIELDS)), actor)
    if data.password is not None:
        set_password(person_id, data.password, actor)
    return _one(person_id)
