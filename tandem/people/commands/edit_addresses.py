"""Under which addresses a customer is known: add one, remove one, make one the main address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address, lookup_key
from tandem.kernel.changes import ChangeSet, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.people.customers import MAX_ADDRESSES, check_customer
from tandem.people.models import PersonAddress
from tandem.people.references import check_free


@dataclass
class AddAddress(Command[bool]):
    """Mail from this address is theirs from now on. To add one that they have already changes nothing."""

    verb = "customer.edit"

    person_id: int
    address: Address

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person,)

    def read(self, run: Run) -> bool:
        """Whether it is new to them."""
        row = check_customer(run, self.person)
        check_free(self.address, but=self.person_id)
        keys = set(PersonAddress.objects.filter(person_id=self.person_id).values_list("key", flat=True))
        new = self.address.key not in keys | {row.email_key}
        if new and len(keys) + 1 >= MAX_ADDRESSES:
            raise Invalid([Problem("/email", "too_many", _("A customer has at most 50 addresses."))])
        return new

    def plan(self, run: Run, reads: bool) -> ChangeSet:
        changes = ChangeSet()
        if not reads:
            return changes
        row = run.record(self.person)
        if row.email_key is None:
            changes.set(self.person, "email", row.email, self.address.address)
            changes.set(self.person, "email_key", None, self.address.key)
        else:
            values = {"person_id": self.person_id, "address": self.address.address, "key": self.address.key}
            changes.create(Ref("person_address", run.new_id()), values)
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.person


@dataclass
class _OneAddress(Command[None]):
    """About one of the further addresses of a customer."""

    verb = "customer.edit"

    person_id: int
    address_id: int

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    @property
    def address(self) -> Ref:
        return Ref("person_address", self.address_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person, self.address)

    def read(self, run: Run) -> None:
        check_customer(run, self.person)
        if run.record(self.address).person_id != self.person_id:
            raise NotFound()

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.person


class RemoveAddress(_OneAddress):
    """Mail from it is nobody's from now on. The main address stays: make another one the main one first."""

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Removal(self.address)])


class MakeMainAddress(_OneAddress):
    """Answers go there from now on, where a ticket knows no better; the main address of before stays a further one."""

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        person, further = run.record(self.person), run.record(self.address)
        changes.set(self.person, "email", person.email, further.address)
        changes.set(self.person, "email_key", person.email_key, further.key)
        if person.email_key is None:
            changes.append(Removal(self.address))
        else:
            changes.set(self.address, "address", further.address, person.email)
            changes.set(self.address, "key", further.key, lookup_key(person.email))
        return changes
