"""Edit a mailbox, merging with what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.commands.create_mailbox import check_address, check_department
from tandem.channels.email.models import Mailbox
from tandem.infra.addresses import Address
from tandem.kernel.changes import ChangeSet, Json, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.merging import Clash, Edit
from tandem.people.editing import merge_field, refuse_clashes


@dataclass
class EditMailbox(Command[Mailbox]):
    """`edits` holds stored forms by field, addresses as `Address`. Two admins in one field conflict, in two they merge."""

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
            check_address(self.edits["address"].mine, self.mailbox_id)
        if "reply_address" in self.edits and self.edits["reply_address"].mine:
            check_address(self.edits["reply_address"].mine, self.mailbox_id, "/reply_address")
        if "department" in self.edits:
            check_department(run, self.edits["department"].mine)
        found: Mailbox = run.record(self.mailbox)
        return found

    def plan(self, run: Run, reads: Mailbox) -> ChangeSet:
        changes = ChangeSet()
        clashes: list[Clash] = []
        for name, edit in self.edits.items():
            clashes += merge_field(run, changes, self.mailbox, name, Edit(_stored(edit.base), _stored(edit.mine)))
        refuse_clashes(self.mailbox, clashes)
        if "address" in self.edits:
            changes.set(self.mailbox, "address_key", reads.address_key, self.edits["address"].mine.key)
        if "reply_address" in self.edits:
            given = self.edits["reply_address"].mine
            changes.set(self.mailbox, "reply_address_key", reads.reply_address_key, given.key if given else None)
        if run.after(changes, self.mailbox, "acknowledges") and not run.after(
            changes, self.mailbox, "acknowledgements"
        ):
            raise Invalid([Problem("/acknowledgements", "empty", _("Write the acknowledgement first."))])
        return changes


def _stored(value: Json) -> Json:
    return value.address if isinstance(value, Address) else value
