"""Edit a status of a department: its name, colour, place, and whether the send button offers it (OD-19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.merging import Edit, merge_value, refuse
from tandem.tickets.vocabulary import COLOURS, STATUS_NAMES

EDITABLE = frozenset({"name", "colour", "position", "offered_on_send"})


@dataclass
class EditStatus(Command[None]):
    """The group does not change: tickets, counts and clocks stand on it."""

    verb = "status.edit"

    status_id: int
    edits: Mapping[str, Edit]

    @property
    def status(self) -> Ref:
        return Ref("status", self.status_id)

    def targets(self) -> Sequence[Ref]:
        return (self.status,)

    def read(self, run: Run) -> None:
        if "colour" in self.edits and self.edits["colour"].mine not in COLOURS:
            raise Invalid([Problem("/changes/colour/mine", "unknown", _("There is no such colour."))])
        if "name" in self.edits and not one_line(self.edits["name"].mine, 80):
            raise Invalid([Problem("/changes/name/mine", "empty", _("A status needs a name."))])
        final = run.record(self.status).final
        if final and self.edits.get("offered_on_send", Edit(None, False)).mine:
            detail = _("A final status takes no reply, so it cannot be set with one.")
            raise Invalid([Problem("/changes/offered_on_send/mine", "final", detail)])

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        clashes = []
        for name, edit in self.edits.items():
            theirs = run.before(self.status, name)
            stored = _stored_name(edit, run.before(self.status, "slug"), theirs) if name == "name" else edit
            clash = merge_value(name, stored, theirs)
            if clash is not None:
                clashes.append(clash)
            else:
                changes.set(self.status, name, theirs, stored.mine)
        if clashes:
            raise refuse("status.edit_conflict", self.status, clashes, {})
        return changes


def _stored_name(edit: Edit, slug: str, theirs: str) -> Edit:
    """A ready-made name is stored empty, so that everybody goes on reading it in their own language."""
    ready_made = str(STATUS_NAMES.get(slug, ""))
    mine = one_line(edit.mine, 80)
    base = "" if theirs == "" and edit.base == ready_made else edit.base
    return Edit(base, "" if mine == ready_made else mine)
