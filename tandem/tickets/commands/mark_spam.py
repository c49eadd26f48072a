"""Into the spam folder and out of it, with or without a word about the sender's later mail (KF-33)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.commands.block_customer import plan_block
from tandem.tickets.commands.put_aside import SetMoment
from tandem.tickets.models import Ticket


class _AboutSender(SetMoment):
    """Holds the row of a customer who is the requester beside the ticket when their mail is spoken of too."""

    def _sender(self, **which: bool) -> Ref | None:
        customers = Ticket._base_manager.filter(id=self.ticket_id, requester__role__isnull=True, **which)
        found = customers.values_list("requester_id", flat=True).first()
        return None if found is None else Ref("person", found)


@dataclass
class MarkSpam(_AboutSender):
    """Move it out of all normal views, counts and rules; `block_sender` sends later mail of the requester there too."""

    verb, column, on = "spam", "spam_at", True

    block_sender: bool = False

    def targets(self) -> Sequence[Ref]:
        sender = self._sender() if self.block_sender else None
        return (self.ticket,) if sender is None else (self.ticket, sender)

    def read(self, run: Run) -> None:
        if self.block_sender and not _customers(run):
            raise Invalid([Problem("/block_sender", "colleague", _("A colleague cannot be blocked."))])

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = super().plan(run, reads)
        for ref in _customers(run):
            changes.extend(plan_block(run, ref, True))
        return changes


class UnmarkSpam(_AboutSender):
    """Take it out of the spam folder, in the state that it had. Whoever says so wants the sender's next mail as well."""

    verb, column, on = "not_spam", "spam_at", False

    def targets(self) -> Sequence[Ref]:
        # Only a blocked one is spoken of: a program that may not read people still takes a ticket out.
        sender = self._sender(requester__blocked_at__isnull=False)
        return (self.ticket,) if sender is None else (self.ticket, sender)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = super().plan(run, reads)
        for ref in _customers(run):
            changes.extend(plan_block(run, ref, False))
        return changes


class UndoSpam(SetMoment):
    """Take back that it was marked: as `UnmarkSpam`, but nothing is said about the sender, who may have been blocked before."""

    verb, column, on = "not_spam", "spam_at", False


def _customers(run: Run) -> list[Ref]:
    return [ref for ref, record in run.records.items() if ref.kind == "person" and record.role is None]
