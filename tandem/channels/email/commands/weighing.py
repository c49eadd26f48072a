"""What the two commands that may answer a mail by themselves have in common: what they lock, what they ask, what they note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tandem.channels.email.automatic.budgets import SENT, domain_of, is_weighed, used_up
from tandem.channels.email.automatic.kinds import STEP, Purpose, UsedUp
from tandem.channels.email.models import Mailbox
from tandem.channels.email.routes import OwnAddresses
from tandem.infra.addresses import Address
from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.context import Run
from tandem.people.sample import is_sample_address

#: Outcomes that are kept, so that the mail they are about is never weighed again; the others leave a line in its trace only.
KEPT: Final = frozenset({SENT, "paused", "blocked", "held_domain", "held_all"})
#: The event of the ticket on which it was noticed that mail goes in a circle.
PAUSED: Final = "automatic_mail.paused"


@dataclass(frozen=True, slots=True)
class Weighing:
    """One incoming mail, its ticket, and the address that wrote it."""

    ticket_id: int
    entry_id: int
    correspondent_id: int
    recipient: Address

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    @property
    def entry(self) -> Ref:
        return Ref("ledger_entry", self.entry_id)

    @property
    def correspondent(self) -> Ref:
        return Ref("correspondent", self.correspondent_id)

    def targets(self) -> Sequence[Ref]:
        """The rows under whose locks everything is counted."""
        return (self.ticket, self.entry, self.correspondent)

    def mailbox(self, run: Run) -> Mailbox | None:
        """The mailbox that the mail came to, as it is set now; None when it is switched off."""
        return Mailbox.objects.filter(id=run.record(self.entry).mailbox_id, active=True).first()

    def refused(self, run: Run) -> str:
        """Why nothing leaves, whatever it would be; "" when it may."""
        ticket = run.record(self.ticket)
        if ticket.deleted_at is not None or ticket.spam_at is not None:
            return "put_aside"
        if is_weighed(run.record(self.entry).digest, run.now):
            return "answered"
        # Two mailboxes of one house must not write to each other (sec:B-08).
        if OwnAddresses().is_ours(self.recipient.address):
            return "our_own_address"
        if is_sample_address(self.recipient.address):
            return "sample"
        row = run.record(self.correspondent)
        if row.blocked_at is not None:
            return "blocked"
        return "paused" if row.paused_at is not None or self._used_up(run) else ""

    def _used_up(self, run: Run) -> UsedUp:
        row = run.record(self.correspondent)
        return run.remember((__name__, row.id), lambda: used_up(row, self.ticket_id, run.now))

    def note(self, run: Run, changes: ChangeSet, purpose: Purpose, outcome: str, detail: str = "") -> int:
        """Add to the plan what came of it: the row that counts, the line in the mail's trace, and the pause where it begins.
        Returns the id of the row."""
        row = run.new_id()
        if outcome in KEPT:
            changes.create(
                Ref("automatic_mail", row),
                {
                    "at": run.now,
                    "purpose": purpose,
                    "outcome": outcome,
                    "mail": run.record(self.entry).digest,
                    "correspondent_id": self.correspondent_id,
                    "domain": domain_of(self.recipient.address),
                    "ticket_id": self.ticket_id,
                    "ledger_id": self.entry_id,
                },
            )
        trace = list(run.before(self.entry, "trace") or [])
        step = {"step": STEP, "outcome": outcome, "detail": detail}
        changes.set(self.entry, "trace", trace, [*trace, step])
        if outcome == "paused":
            self._pause(run, changes)
        return row

    def _pause(self, run: Run, changes: ChangeSet) -> None:
        """Told once: whoever is paused already stays so until an admin has looked."""
        row = run.record(self.correspondent)
        if row.paused_at is not None:
            return
        paused = {"paused_at": run.now, "paused_by": self._used_up(run), "ticket_id": self.ticket_id}
        for name, value in paused.items():
            changes.set(self.correspondent, name, getattr(row, name), value)
        changes.append(Fact(self.correspondent, "correspondent.paused"))
        changes.append(Fact(self.ticket, PAUSED))
