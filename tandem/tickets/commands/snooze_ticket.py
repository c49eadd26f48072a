"""Put a ticket to sleep: until a moment, or until the customer answers, whichever comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.tickets.snoozing import SNOOZED


@dataclass
class SnoozeTicket(Command[None]):
    """`until` is a moment in milliseconds; None waits for the customer alone. Snoozing again moves the moment."""

    verb = "snooze"

    ticket_id: int
    until: int | None = None
    names: Sequence[Once] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> None:
        if self.until is not None and self.until <= run.now:
            raise Invalid([Problem("/until", "past", _("Choose a moment that is still to come."))])

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        values = {"snoozed_at": run.now, "snoozed_until": self.until, "snoozed_by": run.actor.person_id}
        for column, value in values.items():
            changes.set(self.ticket, column, run.before(self.ticket, column), value)
        changes.append(Fact(self.ticket, SNOOZED, {"until": self.until}))
        return changes
