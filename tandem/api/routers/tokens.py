"""API tokens of the person who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.tokens import TokenList, TokenMade
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import line
from tandem.api.schemas import Identifier, Input
from tandem.infra.clock import isoformat
from tandem.kernel.actors import Actor
from tandem.kernel.pipeline import run
from tandem.people.commands.revoke_token import RevokeToken
from tandem.people.models import ApiToken
from tandem.people.policies import TokenPolicy, require
from tandem.people.tokens import issue_token
from tandem.tickets.editable import moment

router = Router()
_COLUMNS = ("id", "name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "person_id", "person__name")


class NewToken(Input):
    """`scopes` are rights; none means everything that its person may. `expires_at` is a date and time with a zone."""

    name: str = ""
    scopes: list[str] = []
    expires_at: str | None = None


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "prefix": row["prefix"],
        "scopes": row["scopes"],
        "created_at": isoformat(row["created_at"]),
        "expires_at": isoformat(row["expires_at"]),
        "last_used_at": isoformat(row["last_used_at"]),
        "person": {"id": str(row["person_id"]), "name": row["person__name"]},
    }


def _rows(actor: Actor) -> Any:
    visible = TokenPolicy().visible(actor)
    return ApiToken.objects.filter(visible, revoked_at__isnull=True).order_by("-id").values(*_COLUMNS)


@router.get("", openapi_extra=answers(TokenList))
def list_tokens(request: HttpRequest, everybody: bool = False) -> HttpResponse:
    """One's own tokens, newest first; `everybody` shows those who manage people all of them. Never the tokens themselves."""
    actor = actor_of(request)
    require(actor, "people.manage" if everybody else "me.edit")
    rows = _rows(actor) if everybody else _rows(actor).filter(person_id=actor.me)
    return json_response({"results": [_shown(row) for row in rows]})


@router.post("", openapi_extra=answers(TokenMade, 201, "Created. The token is shown this once."))
def create_token(request: HttpRequest, data: NewToken) -> HttpResponse:
    """Make a token that acts for oneself."""
    actor = actor_of(request)
    with inputs.located() as read:
        name = read("/name", line(120), data.name)
        expires_at = read("/expires_at", moment, data.expires_at)
    token_id, token = issue_token(actor, actor.me, name=name, scopes=data.scopes, expires_at=expires_at)
    row = ApiToken.objects.values(*_COLUMNS).get(id=token_id)
    return json_response(_shown(row) | {"token": token}, 201)


@router.delete("/{token_id}", openapi_extra={"responses": {204: {"description": "Revoked."}}})
def revoke_token(request: HttpRequest, token_id: Identifier) -> HttpResponse:
    """End a token at once."""
    run(RevokeToken(token_id), actor_of(request))
    return HttpResponse(status=204)
