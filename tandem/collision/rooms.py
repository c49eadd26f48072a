"""The doors of presence: the rooms `presence:ID` and `row:ID`, and what clients say there. See `docs/api/websocket.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from tandem.collision.policy import collision_policy
from tandem.collision.presence.live import PRESENCE
from tandem.infra.rooms import Leaving, Speaker
from tandem.people.actors import has_right, staff_actors
from tandem.tickets.audience import may_enter_ticket


def may_enter(person_id: int, rooms: Sequence[str]) -> set[str]:
    """Whoever sees a ticket sees who is there, while the feature is on. In a thread, since it asks the database."""
    policy = collision_policy()
    if not policy.on:
        return set()
    for actor in staff_actors([person_id]):
        PRESENCE.show(person_id, actor.role not in policy.unseen_roles)
        PRESENCE.allow(person_id, has_right(actor, "tickets.reply"))
    return may_enter_ticket(person_id, rooms)


def here(speaker: Speaker, rooms: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """`here`: what a tab says of itself on a ticket."""
    return PRESENCE.here(speaker, rooms, message)


def take_lease(speaker: Speaker, rooms: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """`take_lease`: to be the one who answers."""
    return PRESENCE.take_lease(speaker, rooms, message)


def gave_way(speaker: Speaker, rooms: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """`gave_way`: somebody who was asked leaves the answer to a colleague."""
    return PRESENCE.gave_way(speaker, rooms, message)


def left(speaker: Speaker, rooms: Sequence[str], how: Leaving) -> None:
    """A connection is out of some rooms."""
    PRESENCE.left(speaker, rooms, how)


def state(room: str) -> Mapping[str, Any] | None:
    """What whoever enters `presence:ID` hears first."""
    return PRESENCE.state(room)


def row(room: str) -> Mapping[str, Any] | None:
    """What whoever enters `row:ID` hears first."""
    return PRESENCE.row(room)
