"""Make a key with which mail of a domain can be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.models import Mailbox, SigningKey
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid, Problem

#: Keys of one domain: the one that signs, and the one that is to follow it.
MOST = 2


@dataclass
class MakeSigningKey(Command[None]):
    """It signs nothing yet: its record has to be published first. `secret` is the sealed private key."""

    verb = "signing_key.make"
    creates = "signing_key"

    domain: str
    selector: str
    public: str
    secret: str = field(repr=False)

    def targets(self) -> Sequence[Ref]:
        # A mailbox of the domain: of two admins who make a key at once, one comes after the other.
        ids = Mailbox.objects.filter(address__endswith=f"@{self.domain}").order_by("id").values_list("id", flat=True)
        return [Ref("mailbox", found) for found in ids[:1]]

    def read(self, run: Run) -> None:
        if not self.targets():
            raise unknown()
        known = set(SigningKey.objects.filter(domain=self.domain).values_list("selector", flat=True))
        if self.selector in known:
            raise Conflict("signing_key.changed", _("Somebody else has just changed this. Look again."))
        if len(known) >= MOST:
            raise Invalid([Problem("/domain", "too_many", _("This domain has two keys. Remove one first."))])

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        changes.create(
            Ref("signing_key", run.new_id()),
            {
                "domain": self.domain,
                "selector": self.selector,
                "public": self.public,
                "secret": self.secret,
                "created_at": run.now,
            },
        )
        return changes


def unknown() -> Invalid:
    """The refusal of a domain that nobody writes from here."""
    return Invalid([Problem("/domain", "unknown", _("No mailbox has an address of this domain."))])
