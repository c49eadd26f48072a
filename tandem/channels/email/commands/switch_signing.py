"""Let a key sign the mail of its domain, or let it sign no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.channels.email.models import SigningKey
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run


@dataclass
class SwitchSigning(Command[list[SigningKey]]):
    """The key that signed for the domain until now stops in the same moment."""

    verb = "signing_key.switch"

    key_id: int
    on: bool

    def targets(self) -> Sequence[Ref]:
        # All keys of the domain: so no two of them ever sign, whoever switches which of them at once.
        return _of_domain(self.key_id) or [Ref("signing_key", self.key_id)]

    def read(self, run: Run) -> list[SigningKey]:
        return [run.record(ref) for ref in self.targets()]

    def plan(self, run: Run, reads: list[SigningKey]) -> ChangeSet:
        changes = ChangeSet()
        for key in reads:
            wanted = self.on if key.id == self.key_id else key.signs and not self.on
            changes.set(Ref("signing_key", key.id), "signs", key.signs, wanted)
        return changes


def _of_domain(key_id: int) -> list[Ref]:
    domain = SigningKey.objects.filter(id=key_id).values("domain")
    ids = SigningKey.objects.filter(domain__in=domain).order_by("id").values_list("id", flat=True)
    return [Ref("signing_key", found) for found in ids]
