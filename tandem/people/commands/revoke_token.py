"""End an API token: its next request is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RevokeToken(Command[None]):
    """Its owner may, and whoever manages people."""

    verb = "api_token.revoke"

    token_id: int

    @property
    def token(self) -> Ref:
        return Ref("api_token", self.token_id)

    def targets(self) -> Sequence[Ref]:
        return (self.token,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        if run.record(self.token).revoked_at is None:
            changes.set(self.token, "revoked_at", None, run.now)
        return changes
