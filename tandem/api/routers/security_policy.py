"""What the installation asks of everybody who signs in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.security import SecurityPolicyShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of
from tandem.api.schemas import Input
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.commands.edit_security_policy import EditSecurityPolicy
from tandem.people.policies import require
from tandem.people.security import POLICY_ID, keep_policy, security_policy

router = Router()


class PolicyBase(Input):
    """What the author saw."""

    require_two_factor: bool | None = None
    idle_minutes: int | None = None
    absolute_hours: int | None = None
    password_ends_tokens: bool | None = None


class PolicyInput(PolicyBase):
    """What to change."""

    base: PolicyBase | None = None


_FIELDS: Fields = {name: (name, as_given) for name in PolicyBase.model_fields}


def _shown() -> HttpResponse:
    policy = security_policy()
    staff = [row["id"] for row in queries.staff() if row["active"]]
    return json_response(
        {name: getattr(policy, name) for name in PolicyBase.model_fields}
        | {"without_factor": len(set(staff) - queries.secured(staff))}
    )


@router.get("", openapi_extra=answers(SecurityPolicyShown))
def get_policy(request: HttpRequest) -> HttpResponse:
    """What is asked now."""
    require(actor_of(request), "people.manage")
    return _shown()


@router.patch("", openapi_extra=answers(SecurityPolicyShown))
def change_policy(request: HttpRequest, data: PolicyInput) -> HttpResponse:
    """Ask for more, or less. A second factor is asked for at once; times hold from everybody's next act on."""
    actor = actor_of(request)
    require(actor, "people.manage")
    edits = edits_of(data, data.base, _FIELDS)
    keep_policy()
    run(EditSecurityPolicy(POLICY_ID, edits), actor)
    return _shown()
