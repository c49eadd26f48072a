"""Removing the sample data: exactly what is still a sample goes, as customers and tickets go that are deleted for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import Ref
from tandem.kernel.context import Run
from tandem.kernel.pipeline import run
from tandem.people import sample
from tandem.people.actors import StaffActor
from tandem.people.commands.erase_customer import EraseCustomer
from tandem.people.commands.tell_of_act import TellOfSampleRemoved
from tandem.people.customers import addresses_of, check_customer, taken_in
from tandem.sample_data.standing import Standing, standing
from tandem.tickets.commands.erase_from_ticket import DeleteForErasure
from tandem.tickets.erasing import forget_uploads


@dataclass
class EraseSample(EraseCustomer):
    """Several customers at once, with whoever was merged into them; nobody types their names."""

    people: Sequence[int] = ()

    def targets(self) -> Sequence[Ref]:
        people = [one for person in self.people for one in taken_in(person)]
        return (*(Ref("person", person) for person in people), *addresses_of(people))

    def read(self, run: Run) -> None:
        for person in self.people:
            check_customer(run, Ref("person", person))


def remove(actor: StaffActor) -> Standing:
    """Remove what was loaded; returns what went and what stays, for it has become real. Nothing where nothing is loaded, so that
    it may be asked twice. Raises Forbidden for a token that may not erase customers."""
    with transaction.atomic():
        what = sample.loaded(lock=True)
        if what is None:
            return Standing((), (), 0, 0)
        found = standing(what, lock=True)
        for ticket_id in found.tickets:
            forget_uploads(ticket_id)
            run(DeleteForErasure(ticket_id), SYSTEM)
        if found.people:
            run(EraseSample(found.people[0], "", delete_tickets=True, people=found.people), actor)
        sample.forget()
        run(TellOfSampleRemoved(actor.me, {"tickets": len(found.tickets), "customers": len(found.people)}), actor)
    return found
