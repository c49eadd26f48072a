"""Make a mailbox: from now on mail to its address becomes tickets of its department."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.mailbox_fields import unfit
from tandem.channels.email.models import Mailbox
from tandem.infra.addresses import Address
from tandem.infra.markup import sanitise_authored
from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, NotFound, Problem


@dataclass
class CreateMailbox(Command[None]):
    """The address's own name is not used: `from_name` is what customers see."""

    verb = "mailbox.create"
    creates = "mailbox"

    address: Address
    department_id: int
    from_name: str = ""
    signature_html: str = ""
    active: bool = True
    subject_token: bool = False

    def read(self, run: Run) -> None:
        check_address(self.address)
        check_department(run, self.department_id)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        changes.create(
            Ref("mailbox", run.new_id()),
            {
                "address": self.address.address,
                "address_key": self.address.key,
                "from_name": one_line(self.from_name, 200),
                "department_id": self.department_id,
                "signature_html": sanitise_authored(self.signature_html),
                "active": self.active,
                "subject_token": self.subject_token,
                "created_at": run.now,
            },
        )
        return changes


def check_address(address: Address, mailbox_id: int | None = None) -> None:
    """Raise Invalid when a mailbox cannot have this address, or another one has it."""
    refusal = unfit(address)
    if refusal is not None:
        raise Invalid([refusal.problem("/address")])
    holder = Mailbox.objects.filter(address_key=address.key).values_list("id", flat=True).first()
    if holder is not None and holder != mailbox_id:
        raise Invalid([Problem("/address", "taken", _("There is a mailbox with this address already."))])


def check_department(run: Run, department_id: int) -> None:
    """Raise Invalid when there is no such department."""
    try:
        run.visible("department", [department_id])
    except NotFound:
        raise Invalid([Problem("/department_id", "unknown", _("There is no such department."))]) from None
