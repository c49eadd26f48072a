"""Rename a department, change who belongs to it, which statuses messages set by themselves there, or how conversations begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.models import Department
from tandem.people.references import check_staff


@dataclass
class EditDepartment(EditRecord):
    """Fields: `name`, `members` (ids of colleagues), `on_customer_reply`, `on_agent_reply` (slugs; empty sets no status),
    `new_conversation` (the kind of one that names none), `holds_replies_for` (kinds of `tickets.reply_guard`),
    `reviewed_before_reply` (kinds of `tickets.fence_kinds`),
    `shares_drafts` (whether colleagues read what another is still writing).

    That the slugs are the department's own is an invariant of the tickets' layer, which knows the statuses.
    """

    verb = "department.edit"
    kind = "department"

    def check(self, run: Run) -> None:
        if "name" in self.edits:
            name = self.edits["name"].mine
            if not name:
                raise Invalid([Problem("/name", "empty", _("A department needs a name."))])
            if Department.objects.filter(name=name).exclude(id=self.record_id).exists():
                raise Invalid([Problem("/name", "taken", _("There is a department of this name already."))])
        if "members" in self.edits:
            check_staff(self.edits["members"].mine)
