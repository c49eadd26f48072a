"""The tickets of a customer who was merged into another one follow, one command each: in portions, and again after a crash."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, OuterRef, Q

from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import Cause
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.people.commands.merge_customers import MERGE_TICKETS
from tandem.tickets.commands.hand_over import HandOver
from tandem.tickets.models import CustomerFollow, Message, Ticket, TicketCopy

_BATCH: Final = 200


def tickets_about(people: Iterable[int]) -> Q:
    """Tickets that one of these people asked, gets copies of, or wrote in."""
    ids = list(people)
    copied = TicketCopy.objects.filter(ticket_id=OuterRef("id"), person_id__in=ids)
    wrote = Message.objects.filter(shown_in_id=OuterRef("id"), author_id__in=ids)
    return Q(requester_id__in=ids) | Exists(copied) | Exists(wrote)


def hand_over(claim: Claim) -> None:
    """Go through what is left of the one who went; a ticket that was deleted meanwhile is passed over."""
    goes, stays = int(claim.payload["from"]), int(claim.payload["to"])
    cause = Cause(MERGE_TICKETS, int(claim.payload["merge"]))
    _followers(goes, stays)
    last = 0
    about = Ticket._base_manager.filter(tickets_about([goes]))
    while ids := list(about.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:_BATCH]):
        for ticket_id in ids:
            try:
                run(HandOver(ticket_id, goes, stays, cause, str(claim.payload["address"])), SYSTEM)
            except NotFound:
                continue
        last = ids[-1]


def _followers(goes: int, stays: int) -> None:
    """Whoever follows the one who went follows the one who stays."""
    people = CustomerFollow.objects.filter(customer_id=goes).values_list("person_id", flat=True)
    rows = [CustomerFollow(customer_id=stays, person_id=person) for person in people]
    CustomerFollow.objects.bulk_create(rows, ignore_conflicts=True)
    CustomerFollow.objects.filter(customer_id=goes).delete()


MERGE_CUSTOMERS = EffectKind(MERGE_TICKETS, hand_over)
