"""Who may follow a ticket, and who follows a new one of itself: colleagues who follow its customer."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.changes import Cause, ChangeSet, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Person
from tandem.tickets.audience import those_who_see
from tandem.tickets.models import CustomerFollow, Ticket

OF_CUSTOMER: Final = Cause("customer_followed")
NO_ACCESS: Final = _("This person cannot see the ticket.")


def check_may_follow(run: Run, people: Mapping[str, int], ticket: Ref, department_id: int | None = None) -> None:
    """Only whoever sees the ticket, where it will be, follows it. `people` says where each is named. Raises Invalid there."""
    if not people:
        return
    row = copy(run.record(ticket))
    row.department_id = department_id or row.department_id
    seeing = those_who_see(frozenset(people.values()), row)
    problems = [
        Problem(pointer, "not_permitted", NO_ACCESS) for pointer, person in people.items() if person not in seeing
    ]
    if problems:
        raise Invalid(problems)


def extend(run: Run, changes: ChangeSet) -> ChangeSet:
    """New tickets of a customer are followed by those who follow the customer, as far as they see them."""
    addition = ChangeSet()
    for new in changes.created("ticket"):
        if new.values.get("spam_at") is None:
            found = run.remember((__name__, new.ref), lambda new=new: _following(new.values))  # type: ignore[misc]
            addition.append(SetChange(new.ref, "followers", found, (), OF_CUSTOMER))
    return addition


def _following(values: Any) -> tuple[int, ...]:
    found = frozenset(person for (person,) in _followers_of().rows(customer=values["requester_id"]))
    return tuple(sorted(those_who_see(found, Ticket(**values)))) if found else ()


@cache
def _followers_of() -> Prepared:
    return prepare(CustomerFollow.objects.filter(customer_id=Blank("customer")).values_list("person_id"))


def follows(person_id: int, customer_id: int) -> bool:
    """Whether somebody follows a customer."""
    return CustomerFollow.objects.filter(person_id=person_id, customer_id=customer_id).exists()


def follow_customer(person_id: int, customer_id: int, *, on: bool) -> None:
    """Follow a customer's new tickets from now on, or no longer; what is followed already stays so."""
    with transaction.atomic():
        # Held, so that a customer who is merged or erased just now leaves no follower behind.
        Person.objects.select_for_update().filter(id=customer_id).first()
        if on:
            CustomerFollow.objects.get_or_create(person_id=person_id, customer_id=customer_id)
        else:
            CustomerFollow.objects.filter(person_id=person_id, customer_id=customer_id).delete()
