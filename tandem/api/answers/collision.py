"""Shapes about collision avoidance."""

from __future__ import annotations

from tandem.api.answers.base import Answer


class CollisionPolicyShown(Answer):
    """How the installation avoids collisions. `unseen_roles`: whose presence nobody is shown."""

    on: bool
    alert_seconds: int
    unseen_roles: list[str]


class CatalogueCollision(Answer):
    """What the workspace has to know of it: whether it is on, and how long a floating alert stays, in seconds."""

    on: bool
    alert_seconds: int
