"""What of collision avoidance outlives a restart."""

from __future__ import annotations

from typing import Any

from django.db import models

from tandem.kernel.records import TrackedRecord


class CollisionPolicy(TrackedRecord):
    """How the installation avoids collisions: one row, made when it is first changed."""

    on = models.BooleanField(default=True)
    #: How long a floating alert stays, in seconds.
    alert_seconds = models.IntegerField(default=5)
    #: Roles whose presence nobody is shown.
    unseen_roles: models.Field[Any, list[str]] = models.JSONField(default=list)
