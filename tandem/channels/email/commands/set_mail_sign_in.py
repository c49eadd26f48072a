"""Say with which client a mailbox is signed in at its provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.models import MailSignIn
from tandem.channels.email.servers.oauth.providers import unfit
from tandem.channels.email.servers.oauth.sealed import seal_client_secret
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem

#: Who changes one of these enters the secret again: it must not go to another place than it was given for (sec:F-07).
BOUND: Final = ("provider", "tenant", "client_id", "authorize_url", "token_url")


@dataclass
class SetMailSignIn(Command[MailSignIn | None]):
    """`values` are the fields of the sign-in; `client_secret` None keeps the stored one, empty is none at all (a public client)."""

    verb = "mail_sign_in.set"
    creates = "mail_sign_in"

    mailbox_id: int
    values: Mapping[str, str]
    client_secret: str | None = field(default=None, repr=False)

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id)

    def read(self, run: Run) -> MailSignIn | None:
        found = sign_in_of(self.mailbox_id)
        if found is not None and Ref("mail_sign_in", found.id) not in run.records:
            raise Conflict("mailbox.changed", _("Somebody else has just changed this. Look again."))
        problems = unfit(self.values)
        if self.client_secret is None and needs_secret(found, self.values):
            problems.append(Problem("/client_secret", "required", _("Enter the secret of this client.")))
        if problems:
            raise Invalid(problems)
        return found

    def plan(self, run: Run, reads: MailSignIn | None) -> ChangeSet:
        changes = ChangeSet()
        if reads is None:
            ref = Ref("mail_sign_in", run.new_id())
            secret = seal_client_secret(ref.id, self.client_secret or "")
            told = {"mailbox_id": self.mailbox_id, "created_at": run.now, "client_secret": secret}
            changes.create(ref, {**self.values, **told})
            return changes
        ref = Ref("mail_sign_in", reads.id)
        for name, value in self.values.items():
            changes.set(ref, name, getattr(reads, name), value)
        if self.client_secret is not None:
            sealed = seal_client_secret(ref.id, self.client_secret)
            changes.set(ref, "client_secret", reads.client_secret, sealed)
        return changes


def sign_in_of(mailbox_id: int) -> MailSignIn | None:
    """The sign-in of a mailbox."""
    return MailSignIn.objects.filter(mailbox_id=mailbox_id).first()


def targets_of(mailbox_id: int) -> Sequence[Ref]:
    """The mailbox as well: of two admins who add a sign-in at once, one comes after the other."""
    found = sign_in_of(mailbox_id)
    return (Ref("mailbox", mailbox_id), *([] if found is None else [Ref("mail_sign_in", found.id)]))


def existing(run: Run, mailbox_id: int) -> MailSignIn:
    """The sign-in, which the run holds. Raises NotFound."""
    found = sign_in_of(mailbox_id)
    if found is None or Ref("mail_sign_in", found.id) not in run.records:
        raise NotFound()
    return found


def needs_secret(found: MailSignIn | None, values: Mapping[str, Any]) -> bool:
    """Whether the stored secret may not be used with these values."""
    return found is None or any(getattr(found, name) != values[name] for name in BOUND)
