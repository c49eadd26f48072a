"""What of the sample data is still there, and what has become real: only the first is ever removed.

A ticket has become real when its requester is no sample customer any more, when somebody else wrote in it as a customer, or when a
mail came into it through a door. A customer has become real when they got a real address or were merged with somebody who is, and
stays as well while a ticket that stays names them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from tandem.people import sample
from tandem.people.models import Person, PersonAddress
from tandem.tickets.merging_customers import tickets_about
from tandem.tickets.models import Delivery, Message, Ticket


@dataclass(frozen=True, slots=True)
class Standing:
    """Ids of what can be removed, and how many of those that were loaded have become real."""

    tickets: tuple[int, ...]
    people: tuple[int, ...]
    kept_tickets: int
    kept_people: int


def standing(what: sample.Loaded, *, lock: bool = False) -> Standing:
    """How things stand with what was loaded. With `lock` the tickets are held until the transaction ends, so that no mail comes
    into one between the look and the deed."""
    customers = sample.sample_only(what.people)
    rows = Ticket._base_manager.filter(Q(requester_id__in=customers) | Q(id__in=what.tickets)).order_by("id")
    asked = dict((rows.select_for_update() if lock else rows).values_list("id", "requester_id"))
    real = _with_real_mail(asked, customers)
    going = {ticket for ticket, requester in asked.items() if requester in customers and ticket not in real}
    people = {person for person in customers if not _named_elsewhere(person, going)}
    there = Person.objects.filter(id__in=what.people, erased_at=None, merged_into=None).values_list("id", flat=True)
    return Standing(tuple(sorted(going)), tuple(sorted(people)), len(set(asked) - going), len(set(there) - people))


def _with_real_mail(tickets: Collection[int], customers: Collection[int]) -> set[int]:
    written = Message.objects.filter(Q(shown_in_id__in=tickets) | Q(origin_ticket_id__in=tickets), kind="customer")
    real = written.filter(Q(ledger_id__isnull=False) | ~Q(author_id__in=customers))
    return {ticket for pair in real.values_list("shown_in_id", "origin_ticket_id") for ticket in pair}


def _named_elsewhere(person: int, going: Collection[int]) -> bool:
    """Whether a ticket that stays was asked by them, has them in copy, holds a message of theirs, or a mail to them."""
    people = [person, *Person.objects.filter(merged_into_id=person).values_list("id", flat=True)]
    if Ticket._base_manager.filter(tickets_about(people)).exclude(id__in=going).exists():
        return True
    addresses = [
        *Person.objects.filter(id=person).values_list("email", flat=True),
        *PersonAddress.objects.filter(person_id=person).values_list("address", flat=True),
    ]
    return Delivery.objects.filter(recipient__in=addresses).exclude(ticket_id__in=going).exists()
