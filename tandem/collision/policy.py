"""The one policy of collision avoidance."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.db import IntegrityError, transaction

from tandem.collision.commands.create_collision_policy import CreateCollisionPolicy
from tandem.collision.models import CollisionPolicy
from tandem.infra import rooms
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import Outcome, run

#: There is one, and its id is known before it is made.
POLICY_ID: Final = 1


def collision_policy() -> CollisionPolicy:
    """The policy as it is; the defaults as long as nobody changed it."""
    return CollisionPolicy.objects.filter(id=POLICY_ID).first() or CollisionPolicy(id=POLICY_ID)


def keep_policy() -> None:
    """Make the one row, with the defaults, where there is none."""
    if not CollisionPolicy.objects.filter(id=POLICY_ID).exists():
        with suppress(IntegrityError), transaction.atomic():
            run(CreateCollisionPolicy(POLICY_ID), SYSTEM)


def announce(outcome: Outcome) -> None:
    """After commit: who may be in the rooms of presence, and who is shown there, is asked again; screens read the policy anew."""
    if any(event.stream_kind == "collision_policy" for event in outcome.events):
        rooms.recheck()
        rooms.tell("tickets", {"type": "catalogue"})
