"""Rename a view, or change its condition or order."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.people.commands.edit_record import EditRecord
from tandem.saved_views.content import check_name, check_sort, name_key


@dataclass
class EditView(EditRecord):
    """Fields: `name`, `condition` (in stored form, see `content.check_condition`), `sort`."""

    verb = "saved_view.edit"
    kind = "saved_view"

    def check(self, run: Run) -> None:
        view = run.record(self.ref)
        if "name" in self.edits:
            check_name(self.edits["name"].mine, view.owner_id, but=view.id)
        if "sort" in self.edits:
            check_sort(self.edits["sort"].mine)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = super().plan(run, reads)
        renamed = changes.changed(self.ref, "name")
        if renamed is not None:
            changes.set(self.ref, "name_key", run.before(self.ref, "name_key"), name_key(renamed.new))
        return changes
