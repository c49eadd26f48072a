"""Correct a customer's name or organisation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.models import Organisation


@dataclass
class EditCustomer(EditRecord):
    """Fields: `name`, `organisation` (id or None)."""

    verb = "customer.edit"
    kind = "person"

    def check(self, run: Run) -> None:
        if run.record(self.ref).role is not None:
            raise NotFound()
        wanted = self.edits["organisation"].mine if "organisation" in self.edits else None
        if wanted is not None and not Organisation.objects.filter(id=wanted).exists():
            raise Invalid([Problem("/organisation_id", "unknown", _("There is no such organisation."))])
