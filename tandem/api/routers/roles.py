"""The table of rights: who may do what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.roles import RolesShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.people import queries
from tandem.people.policies import require
from tandem.people.right_names import AREA_NAMES, RIGHT_NAMES
from tandem.people.roles import GRANTABLE, RIGHTS, ROLE_NAMES, ROLES

router = Router()


@router.get("", openapi_extra=answers(RolesShown))
def list_roles(request: HttpRequest) -> HttpResponse:
    """Roles and rights with their names in the reader's language, and who has them."""
    require(actor_of(request), "people.read")
    staff = [row for row in queries.staff() if row["active"]]
    named = {row["id"]: {"id": str(row["id"]), "name": row["name"] or row["email"]} for row in staff}
    roles = [
        {
            "key": role,
            "name": str(ROLE_NAMES[role]),
            "people": [named[row["id"]] for row in staff if row["role"] == role],
        }
        for role in ROLES
    ]
    rights = [
        {
            "key": right,
            "name": str(RIGHT_NAMES.get(right, right)),
            "area": str(AREA_NAMES.get(right.partition(".")[0], "")),
            "roles": [role for role in ROLES if role in RIGHTS[right]],
            "grantable": [role for role in ROLES if right in GRANTABLE.get(role, ())],
            "granted": [named[row["id"]] for row in staff if right in row["granted"]],
        }
        for right in RIGHTS
    ]
    return json_response({"roles": roles, "rights": rights})
