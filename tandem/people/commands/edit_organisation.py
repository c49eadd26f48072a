"""Rename an organisation, or change the domains by which its customers are recognised."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.domains import check_free


@dataclass
class EditOrganisation(EditRecord):
    """Fields: `name`, `domains` (in normal form)."""

    verb = "organisation.edit"
    kind = "organisation"

    def check(self, run: Run) -> None:
        if "name" in self.edits and not self.edits["name"].mine:
            raise Invalid([Problem("/name", "empty", _("An organisation needs a name."))])
        if "domains" in self.edits:
            check_free(self.edits["domains"].mine, self.record_id)
