"""Edit a mailbox, merging with what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tandem.channels.email.commands.create_mailbox import check_department, refuse_taken
from tandem.channels.email.models import Mailbox
from tandem.infra.addresses import Address
from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.merging import Clash, Edit, merge_value, refuse


@dataclass
class EditMailbox(Command[Mailbox]):
    """`edits` holds what `mailbox_fields.PARSE` gives, by field. Two admins in one field conflict, in two they merge."""

    verb = "mailbox.edit"

    mailbox_id: int
    edits: Mapping[str, Edit]

    @property
    def mailbox(self) -> Ref:
        return Ref("mailbox", self.mailbox_id)

    def targets(self) -> Sequence[Ref]:
        return (self.mailbox,)

    def read(self, run: Run) -> Mailbox:
        if "address" in self.edits:
            refuse_taken(self.edits["address"].mine, self.mailbox_id, "/changes/address/mine")
        if "department" in self.edits:
            check_department(run, self.edits["department"].mine, "/changes/department/mine")
        found: Mailbox = run.record(self.mailbox)
        return found

    def plan(self, run: Run, reads: Mailbox) -> ChangeSet:
        changes = ChangeSet()
        clashes: list[Clash] = []
        for name, edit in self.edits.items():
            stored = Edit(_stored(edit.base), _stored(edit.mine))
            theirs = run.before(self.mailbox, name)
            clash = merge_value(name, stored, theirs)
            if clash is not None:
                clashes.append(clash)
                continue
            changes.set(self.mailbox, name, theirs, stored.mine)
            if name == "address":
                changes.set(self.mailbox, "address_key", reads.address_key, edit.mine.key)
        if clashes:
            shown = {
                clash.field: {"base": _shown(clash.base), "theirs": _shown(clash.theirs), "mine": _shown(clash.mine)}
                for clash in clashes
            }
            raise refuse("mailbox.edit_conflict", self.mailbox, clashes, shown)
        return changes


def _stored(value: Json) -> Json:
    return value.address if isinstance(value, Address) else value


def _shown(value: Json) -> Json:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
