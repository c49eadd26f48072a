"""Ask for another mail address of one's own: it becomes so when the link that is mailed there is used."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.people.commands.send_link import SendLink
from tandem.people.models import Person
from tandem.people.references import check_sign_in_free


@dataclass
class ChangeAddress(SendLink):
    """Nothing changes before whoever reads at the new address says so."""

    verb = "person.change_address"

    #: The new one.
    wanted: Address = field(kw_only=True)

    def read(self, run: Run) -> None:
        if run.actor.person_id != self.person_id:
            raise Forbidden(_("Everybody asks for their own address. An admin changes that of others at once."))
        super().read(run)
        if Person.objects.filter(email_key=self.wanted.key).exists():
            raise Invalid([Problem("/email", "taken", _("Somebody has this address already."))])
        check_sign_in_free(self.wanted)

    def address(self, run: Run) -> str:
        return self.wanted.address
