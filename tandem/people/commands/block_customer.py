"""Send what a customer writes from now on to the spam folder, or no longer (KF-33)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.people.customers import check_customer


@dataclass
class BlockCustomer(Command[None]):
    """`on` blocks, otherwise it unblocks. What they wrote before stays where it is."""

    verb = "customer.block"

    person_id: int
    on: bool = True

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person,)

    def read(self, run: Run) -> None:
        check_customer(run, self.person)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return plan_block(run, self.person, self.on)


def plan_block(run: Run, person: Ref, on: bool) -> ChangeSet:
    """The change that blocks or unblocks a customer whose row the run holds; none when it is so already."""
    changes = ChangeSet()
    since = run.before(person, "blocked_at")
    if (since is not None) != on:
        changes.set(person, "blocked_at", since, run.now if on else None)
    return changes
