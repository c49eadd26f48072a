"""How the installation avoids collisions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.collision import CollisionPolicyShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of
from tandem.api.schemas import Input
from tandem.collision.commands.edit_collision_policy import EditCollisionPolicy
from tandem.collision.policy import POLICY_ID, collision_policy, keep_policy
from tandem.kernel.pipeline import run
from tandem.people.policies import require

router = Router()


class CollisionBase(Input):
    """What the author saw."""

    on: bool | None = None
    alert_seconds: int | None = None
    unseen_roles: list[str] | None = None


class CollisionInput(CollisionBase):
    """What to change."""

    base: CollisionBase | None = None


_FIELDS: Fields = {name: (name, as_given) for name in CollisionBase.model_fields}


def _shown() -> HttpResponse:
    policy = collision_policy()
    return json_response({name: getattr(policy, name) for name in CollisionBase.model_fields})


@router.get("", openapi_extra=answers(CollisionPolicyShown))
def get_policy(request: HttpRequest) -> HttpResponse:
    """How it is now."""
    require(actor_of(request), "collision.manage")
    return _shown()


@router.patch("", openapi_extra=answers(CollisionPolicyShown))
def change_policy(request: HttpRequest, data: CollisionInput) -> HttpResponse:
    """Change it. Switched off, nobody is shown who is where; what guards replies still holds."""
    actor = actor_of(request)
    require(actor, "collision.manage")
    edits = edits_of(data, data.base, _FIELDS)
    keep_policy()
    run(EditCollisionPolicy(POLICY_ID, edits), actor)
    return _shown()
