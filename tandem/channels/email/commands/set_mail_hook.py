"""Let a provider hand the mail of a mailbox over by webhook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tandem.channels.email.hooks.providers import PROVIDERS
from tandem.channels.email.hooks.sealed import seal_hook_secret
from tandem.channels.email.models import MailHook
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Invalid, NotFound, Problem


@dataclass
class SetMailHook(Command[MailHook | None]):
    """`secret` None keeps the stored one, as long as the provider stays; what proves one provider proves no other."""

    verb = "mail_hook.set"
    creates = "mail_hook"

    mailbox_id: int
    provider: str
    active: bool = True
    secret: str | None = field(default=None, repr=False)

    def targets(self) -> Sequence[Ref]:
        return targets_of(self.mailbox_id)

    def read(self, run: Run) -> MailHook | None:
        found = hook_of(self.mailbox_id)
        if found is not None and Ref("mail_hook", found.id) not in run.records:
            raise Conflict("mailbox.changed", _("Somebody else has just changed this. Look again."))
        if self.secret is None and (found is None or found.provider != self.provider):
            raise Invalid([Problem("/signing_key", "required", _("Enter the key with which this provider signs."))])
        if self.provider not in PROVIDERS:
            raise Invalid([Problem("/provider", "unknown", _("This provider is not known."))])
        return found

    def plan(self, run: Run, reads: MailHook | None) -> ChangeSet:
        changes = ChangeSet()
        if reads is None:
            ref = Ref("mail_hook", run.new_id())
            told = {"mailbox_id": self.mailbox_id, "provider": self.provider, "active": self.active}
            changes.create(ref, {**told, "secret": seal_hook_secret(ref.id, self.secret or ""), "created_at": run.now})
            return changes
        ref = Ref("mail_hook", reads.id)
        changes.set(ref, "provider", reads.provider, self.provider)
        changes.set(ref, "active", reads.active, self.active)
        if self.secret is not None:
            changes.set(ref, "secret", reads.secret, seal_hook_secret(ref.id, self.secret))
        return changes


def hook_of(mailbox_id: int) -> MailHook | None:
    """The webhook of a mailbox."""
    return MailHook.objects.filter(mailbox_id=mailbox_id).first()


def targets_of(mailbox_id: int) -> Sequence[Ref]:
    """The mailbox as well: of two admins who add a webhook at once, one comes after the other."""
    found = hook_of(mailbox_id)
    return (Ref("mailbox", mailbox_id), *([] if found is None else [Ref("mail_hook", found.id)]))


def existing(run: Run, mailbox_id: int) -> MailHook:
    """The webhook, which the run holds. Raises NotFound."""
    found = hook_of(mailbox_id)
    if found is None or Ref("mail_hook", found.id) not in run.records:
        raise NotFound()
    return found
