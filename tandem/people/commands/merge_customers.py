"""Merge two customers who are one person: one of them stays and takes over what the other one had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Cause, ChangeSet, EffectRequest, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.customers import MAX_ADDRESSES, addresses_of, check_customer

MERGE_TICKETS: Final = "customers.merge"
#: A mail that found the one who goes just before may be stored just after: their tickets are looked for once more.
LATE_MS: Final = 5 * 60_000


@dataclass
class MergeCustomers(Command[None]):
    """Addresses go over at once, so that the next mail finds the survivor; tickets follow in portions.

    The survivor keeps what they have of name, organisation and language, and gets what they lack; notes are joined. Whether they
    are blocked stays as it is. Every event of the merge names it as its cause, so that what was moved can be told from the rest.
    """

    verb = "customer.merge"

    survivor_id: int
    absorbed_id: int

    @property
    def survivor(self) -> Ref:
        return Ref("person", self.survivor_id)

    @property
    def absorbed(self) -> Ref:
        return Ref("person", self.absorbed_id)

    def targets(self) -> Sequence[Ref]:
        return (*dict.fromkeys((self.survivor, self.absorbed)), *addresses_of([self.survivor_id, self.absorbed_id]))

    def read(self, run: Run) -> None:
        if self.survivor_id == self.absorbed_id:
            raise Invalid([Problem("/absorbed_id", "same", _("Choose another customer to merge with."))])
        check_customer(run, self.survivor)
        check_customer(run, self.absorbed)
        if run.record(self.survivor).email_key is None and run.record(self.absorbed).email_key is not None:
            detail = _("The customer who stays has no mail address. Merge the other way round.")
            raise Invalid([Problem("/absorbed_id", "no_address", detail)])
        if sum(ref.kind == "person_address" for ref in run.records) + 2 > MAX_ADDRESSES:
            raise Invalid([Problem("/absorbed_id", "too_many", _("A customer has at most 50 addresses."))])

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        cause = Cause(MERGE_TICKETS, run.change_id)
        stays, goes = run.record(self.survivor), run.record(self.absorbed)
        self._addresses(run, changes, goes, cause)
        changes.set(self.absorbed, "merged_into", None, self.survivor_id, cause)
        for name, column in (("name", "name"), ("organisation", "organisation_id"), ("language", "language")):
            mine, theirs = getattr(stays, column), getattr(goes, column)
            changes.set(self.survivor, name, mine, mine or theirs, cause)
        notes = [note for note in (stays.note, goes.note) if note]
        changes.set(self.survivor, "note", stays.note, "\n\n".join(notes), cause)
        changes.append(Fact(self.survivor, "person.took_in", {"person": str(self.absorbed_id)}, cause))
        payload = {
            "from": str(self.absorbed_id),
            "to": str(self.survivor_id),
            "merge": str(run.change_id),
            "address": goes.email,
        }
        changes.effects += [
            EffectRequest(MERGE_TICKETS, str(run.change_id), payload),
            EffectRequest(MERGE_TICKETS, f"{run.change_id}:late", payload, not_before=run.now + LATE_MS),
        ]
        return changes

    def _addresses(self, run: Run, changes: ChangeSet, goes: Any, cause: Cause) -> None:
        for ref, row in run.records.items():
            if ref.kind == "person_address" and row.person_id == self.absorbed_id:
                changes.set(ref, "person", self.absorbed_id, self.survivor_id, cause)
        if goes.email_key is not None:
            values = {"person_id": self.survivor_id, "address": goes.email, "key": goes.email_key}
            changes.create(Ref("person_address", run.new_id()), values, cause)
            changes.set(self.absorbed, "email", goes.email, "", cause)
            changes.set(self.absorbed, "email_key", goes.email_key, None, cause)

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.survivor
