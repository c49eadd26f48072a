"""Make the one policy of collision avoidance, with the defaults, so that it can be changed."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class CreateCollisionPolicy(Command[None]):
    """No event: nothing is other than it was."""

    verb = "collision_policy.create"
    creates = "collision_policy"

    policy_id: int

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        changes.create(Ref("collision_policy", self.policy_id), {})
        return changes
