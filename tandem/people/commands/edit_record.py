"""What every edit of a group has in common: merge field by field, set by set, and refuse what clashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.merging import Clash, Edit
from tandem.kernel.records import record_kinds
from tandem.people.editing import merge_field, merge_members, refuse_clashes


@dataclass
class EditRecord(Command[None]):
    """`edits` holds stored forms by field, sets included; a subclass names the kind and checks what was asked for."""

    kind: ClassVar[str]

    record_id: int
    edits: Mapping[str, Edit]

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.record_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ref,)

    def check(self, run: Run) -> None:
        """Refuse what breaks a rule. Raises Invalid, Forbidden."""

    def read(self, run: Run) -> None:
        self.check(run)
        for name in record_kinds()[self.kind].sets:
            if name in self.edits:
                run.members(self.ref, name)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        clashes: list[Clash] = []
        for name, edit in self.edits.items():
            if name in record_kinds()[self.kind].sets:
                merge_members(run, changes, self.ref, name, edit)
            else:
                clashes += merge_field(run, changes, self.ref, name, edit)
        refuse_clashes(self.ref, clashes)
        return changes
