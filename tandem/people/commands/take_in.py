"""Let customers join an organisation who were there before it had their domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tandem.kernel.changes import ChangeSet, EffectRequest, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run

JOIN: Final = "organisations.take_in"


@dataclass
class TakeIn(Command[None]):
    """Ask for everybody who could join to join; there may be thousands, so it is done in portions."""

    verb = "organisation.edit"

    organisation_id: int

    @property
    def organisation(self) -> Ref:
        return Ref("organisation", self.organisation_id)

    def targets(self) -> Sequence[Ref]:
        return (self.organisation,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        scopes = None if run.actor.scopes is None else sorted(run.actor.scopes)
        payload = {"organisation": str(self.organisation_id), "person": str(run.actor.me), "scopes": scopes}
        fact = Fact(self.organisation, "organisation.took_in")
        return ChangeSet([fact], [EffectRequest(JOIN, str(run.change_id), payload)])
