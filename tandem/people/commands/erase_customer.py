"""Erase a customer for good (sec:L-07): what names them goes at once, what they wrote follows in portions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, EffectRequest, Json, Ref, Removal
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.people.customers import addresses_of, check_customer, taken_in

ERASE: Final = "customers.erase"
#: What is emptied in the row that stays.
_EMPTIED: Final[dict[str, Json]] = {
    "email": "",
    "email_key": None,
    "note": "",
    "language": "",
    "organisation": None,
}


@dataclass
class EraseCustomer(Command[None]):
    """`typed` is the customer's name, or main address where they have none, as the admin typed it. `delete_tickets` deletes the
    tickets that they asked; otherwise those stay, without a word of what was written in them.

    Whoever was merged into them goes with them. Nothing brings this back.
    """

    verb = "customer.erase"

    person_id: int
    typed: str
    delete_tickets: bool = False

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        people = taken_in(self.person_id)
        return (*(Ref("person", person) for person in people), *addresses_of(people))

    def read(self, run: Run) -> None:
        row = check_customer(run, self.person)
        if any(ref.kind == "person" and record.role is not None for ref, record in run.records.items()):
            raise NotFound()
        if one_line(self.typed, 300) != one_line(row.name or row.email, 300):
            detail = gettext_lazy("Type the name of the customer exactly as it is shown.")
            raise Invalid([Problem("/name", "mismatch", detail)])

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        people, addresses, names = [], [], []
        for ref, row in run.records.items():
            if ref.kind == "person_address":
                addresses.append(row.address)
                changes.append(Removal(ref))
                continue
            people.append(str(ref.id))
            names += [row.name] if row.name else []
            addresses += [row.email] if row.email else []
            changes.set(ref, "name", row.name, _("(erased)"))
            for field, empty in _EMPTIED.items():
                changes.set(ref, field, run.before(ref, field), empty)
            changes.set(ref, "erased_at", None, run.now)
        payload = {
            "people": people,
            "addresses": addresses,
            "names": names,
            "delete_tickets": self.delete_tickets,
            # A ticket needs a subject, and this is read by people.
            "instead": _("(erased)"),
        }
        changes.effects.append(EffectRequest(ERASE, str(run.change_id), payload))
        return changes

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.person
