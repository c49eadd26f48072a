"""Something about how a person signs in was changed: a fact in their stream, without the secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Fact, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.people.models import ApiToken


@dataclass
class TellOfSecurity(Command[None]):
    """Everybody about themselves: `kind` is that of the event. `ends_tokens` revokes the API tokens too."""

    verb = "person.secure"

    person_id: int
    kind: str
    data: Json = None
    ends_tokens: bool = False

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        tokens = ApiToken.objects.filter(person_id=self.person_id, revoked_at__isnull=True) if self.ends_tokens else ()
        return (self.person, *(Ref("api_token", token.id) for token in tokens))

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet([Fact(self.person, self.kind, self.data)])
        for ref, record in run.records.items():
            if ref.kind == "api_token" and record.revoked_at is None:
                changes.set(ref, "revoked_at", None, run.now)
        return changes
