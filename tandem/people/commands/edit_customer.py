"""Correct a customer's name, organisation or language, or what colleagues should know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.edit_record import EditRecord
from tandem.people.customers import check_customer
from tandem.people.models import Organisation

MAX_NOTE: Final = 10_000


@dataclass
class EditCustomer(EditRecord):
    """Fields: `name`, `organisation` (id or None), `language` (Django's name), `note`."""

    verb = "customer.edit"
    kind = "person"

    def check(self, run: Run) -> None:
        check_customer(run, self.ref)
        if "note" in self.edits and len(self.edits["note"].mine) > MAX_NOTE:
            raise Invalid([Problem("/note", "too_long", _("A note has at most 10,000 characters."))])
        wanted = self.edits["organisation"].mine if "organisation" in self.edits else None
        if wanted is not None and not Organisation.objects.filter(id=wanted).exists():
            raise Invalid([Problem("/organisation_id", "unknown", _("There is no such organisation."))])
