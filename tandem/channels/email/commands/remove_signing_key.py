"""Forget a signing key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.models import SigningKey
from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class RemoveSigningKey(Command[SigningKey]):
    """What it signed stays signed as long as its record is published."""

    verb = "signing_key.remove"

    key_id: int

    def targets(self) -> Sequence[Ref]:
        return (Ref("signing_key", self.key_id),)

    def read(self, run: Run) -> SigningKey:
        key: SigningKey = run.record(Ref("signing_key", self.key_id))
        return key

    def plan(self, run: Run, reads: SigningKey) -> ChangeSet:
        named = {"name": str(reads), "signed": reads.signs}
        return ChangeSet([Removal(Ref("signing_key", reads.id), named)])

    def result(self, changes: ChangeSet) -> Ref | None:
        return None
