"""Doors before signing in: a forgotten password, and the links that are mailed. GET does nothing here (sec:G-04)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.sign_in import Asked, LinkShown, LinkUsed
from tandem.api.bytes import json_response
from tandem.api.doors import OwnPages, sign_in
from tandem.api.merges import line, mail_address
from tandem.api.routers.me import read_language
from tandem.api.schemas import Input
from tandem.infra.clock import isoformat
from tandem.kernel.errors import Invalid, Problem
from tandem.people.attempts import attempt
from tandem.people.forgotten import ask
from tandem.people.languages import shown_language
from tandem.people.links import use_link, working_link
from tandem.people.models import Account, SignInLink
from tandem.people.preferences import check_preferences

router = Router(auth=OwnPages())


class ForgottenInput(Input):
    """Whose password."""

    email: str


class TokenInput(Input):
    """What stands behind the # of a link that was mailed."""

    token: str


class UseInput(TokenInput):
    """An invitation and a new password need `password`; an invitation also takes what the person is called and prefers."""

    password: str | None = None
    name: str | None = None
    language: str | None = None
    time_zone: str | None = None


@router.post("/forgotten", openapi_extra=answers(Asked, 202, "If there is such an account, a mail is on its way."))
def forgotten(request: HttpRequest, data: ForgottenInput) -> HttpResponse:
    """Ask for a link by which a new password is set. The answer is the same whoever it is asked for (sec:G-03)."""
    with inputs.located() as read:
        address = read("/email", mail_address, data.email)
    attempt(request, "forgotten", address.key)
    ask(address)
    return json_response({"asked": True}, 202)


@router.post("/link", openapi_extra=answers(LinkShown))
def look_at_link(request: HttpRequest, data: TokenInput) -> HttpResponse:
    """What a link is for. It is not used up by being looked at."""
    attempt(request, "link")
    link = working_link(data.token)
    return json_response(
        {
            "purpose": link.purpose,
            "name": link.person.name,
            "email": link.address,
            "language": shown_language(link.person.language),
            "time_zone": link.person.time_zone,
            "expires_at": isoformat(link.expires_at),
        }
    )


@router.post("/link/use", openapi_extra=answers(LinkUsed))
def use(request: HttpRequest, data: UseInput) -> HttpResponse:
    """Use a link, once. Every session of its person ends; whoever was invited is signed in here."""
    attempt(request, "link")
    link = working_link(data.token)
    use_link(link, data.password, _details(link, data))
    invited = link.purpose == SignInLink.INVITATION
    if invited:
        sign_in(request, Account.objects.select_related("person").get(person_id=link.person_id), "invitation")
    return json_response({"purpose": link.purpose, "signed_in": invited})


def _details(link: SignInLink, data: UseInput) -> dict[str, Any]:
    given = {name: getattr(data, name) for name in ("name", "language", "time_zone")}
    details = {name: value for name, value in given.items() if value is not None}
    if details and link.purpose != SignInLink.INVITATION:
        problems = [Problem(f"/{name}", "not_here", _("Only an invitation sets this.")) for name in details]
        raise Invalid(problems)
    with inputs.located() as read:
        if "name" in details:
            details["name"] = read("/name", line(200), details["name"])
        if "language" in details:
            details["language"] = read("/language", read_language, details["language"])
    check_preferences(details)
    return details
