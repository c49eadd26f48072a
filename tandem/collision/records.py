"""The kinds that the pipeline tracks."""

from __future__ import annotations

from tandem.kernel.records import RecordKind
from tandem.people.policies import ConfigurationPolicy

COLLISION_POLICY = RecordKind(
    name="collision_policy",
    model="collision.CollisionPolicy",
    policy=ConfigurationPolicy("collision.manage"),
    created=lambda _values: None,
    tracked={
        "on": "collision.switched",
        "alert_seconds": "collision.alert_time_changed",
        "unseen_roles": "collision.unseen_roles_changed",
    },
)
