"""Rename a macro, change what it does, switch it off or on, or change which teams it is kept for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.editing import merged_members
from tandem.people.references import check_teams
from tandem.rules.names import check_name, name_key
from tandem.rules.policies import may_share


@dataclass
class EditMacro(EditRecord):
    """Fields: `name`, `steps`, `active`, `teams` (of public ones). Whose it is does not change."""

    verb = "macro.edit"
    kind = "macro"

    def check(self, run: Run) -> None:
        macro = run.record(self.ref)
        if "name" in self.edits:
            check_name(self.edits["name"].mine, macro.owner_id, macro.id)
        if "teams" not in self.edits:
            return
        if macro.owner_id is not None:
            raise Invalid([Problem("/team_ids", "personal", _("A personal macro is kept for nobody else."))])
        wanted = self.edits["teams"].mine
        check_teams(wanted)
        current = run.members(self.ref, "teams")
        added, removed = merged_members(self.edits["teams"], current)
        verdict = may_share(run.actor, (current | set(added)) - set(removed))
        if not verdict:
            raise Forbidden(verdict.reason)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = super().plan(run, reads)
        renamed = changes.changed(self.ref, "name")
        if renamed is not None:
            changes.set(self.ref, "name_key", run.before(self.ref, "name_key"), name_key(renamed.new))
        return changes
