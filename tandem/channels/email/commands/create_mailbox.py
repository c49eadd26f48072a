"""Make a mailbox: from now on mail to its address becomes tickets of its department."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
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
    language: str = ""
    reply_address: Address | None = None

    def read(self, run: Run) -> None:
        check_address(self.address)
        if self.reply_address is not None:
            check_address(self.reply_address, pointer="/reply_address")
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
                "language": self.language,
                "reply_address": self.reply_address.address if self.reply_address else "",
                "reply_address_key": self.reply_address.key if self.reply_address else None,
                "created_at": run.now,
            },
        )
        return changes


def check_address(address: Address, mailbox_id: int | None = None, pointer: str = "/address") -> None:
    """Raise Invalid when a mailbox cannot have this address, or another one has it, as its own or to be answered to."""
    refusal = unfit(address)
    if refusal is not None:
        raise Invalid([refusal.problem(pointer)])
    holders = Mailbox.objects.filter(Q(address_key=address.key) | Q(reply_address_key=address.key))
    if holders.exclude(id=mailbox_id or 0).exists():
        raise Invalid([Problem(pointer, "taken", _("There is a mailbox with this address already."))])


def check_department(run: Run, department_id: int) -> None:
    """Raise Invalid when there is no such department."""
    try:
        run.visible("department", [department_id])
    except NotFound:
        raise Invalid([Problem("/department_id", "unknown", _("There is no such department."))]) from None
