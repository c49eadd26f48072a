"""Snoozed tickets: out of sight for everybody until a moment comes or the customer answers.

What sleeps is the ticket, not one person's view of it, so that two agents never see two truths. A customer's message always
wakes it. The moment is a timer of the kernel: it fires once however many processes run, and after a downtime it is made up for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tandem.kernel import timers
from tandem.kernel.changes import Cause, ChangeSet, Fact, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event

SNOOZED: Final = "ticket.snoozed"
WOKEN: Final = "ticket.woken"
BY_CUSTOMER: Final = Cause("woken_by_customer")
BY_TIME: Final = Cause("snooze_over")
#: The effect behind the timer; see `waking`.
WAKE: Final = "tickets.wake"
_COLUMNS: Final = ("snoozed_at", "snoozed_until", "snoozed_by")


def rest(run: Run, changes: ChangeSet, addition: ChangeSet, ticket: Ref) -> bool:
    """End the snooze of a ticket without telling of it; whether it slept."""
    if run.after(changes, ticket, "snoozed_at") is None:
        return False
    for column in _COLUMNS:
        addition.set(ticket, column, run.after(changes, ticket, column), None)
    return True


def wake(run: Run, changes: ChangeSet, addition: ChangeSet, ticket: Ref, cause: Cause | None = None) -> None:
    """End the snooze of a ticket, and say so with its reason. The event names who had put it to sleep, who is to hear of it."""
    snoozer = run.after(changes, ticket, "snoozed_by")
    if rest(run, changes, addition, ticket):
        by = None if snoozer is None else str(snoozer)
        addition.append(Fact(ticket, WOKEN, {"snoozed_by": by}, cause))


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """Keep the one timer of a ticket as its snooze is: set with it, gone with it."""
    for ticket in {change.ref for change in changes if getattr(change, "field", "") == "snoozed_at"}:
        if run.before(ticket, "snoozed_until") is not None:
            timers.cancel(WAKE, ticket)
        until = run.after(changes, ticket, "snoozed_until")
        if until is not None:
            timers.schedule(WAKE, ticket, until)
