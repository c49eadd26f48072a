"""End the links that were mailed to somebody and not used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import NotFound
from tandem.people.commands.send_link import open_links
from tandem.people.granting import check_grant


@dataclass
class RevokeLinks(Command[None]):
    """All of one purpose."""

    verb = "person.send_link"

    person_id: int
    purpose: str

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person, *(Ref("sign_in_link", link) for link in open_links(self.person_id, self.purpose)))

    def read(self, run: Run) -> None:
        role = run.record(self.person).role
        if role is None:
            raise NotFound()
        check_grant(run.actor, role)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        for ref, record in run.records.items():
            if ref.kind == "sign_in_link" and record.used_at is None and record.revoked_at is None:
                changes.set(ref, "revoked_at", None, run.now)
        return changes
