"""Attention: who follows a ticket or a customer, and when a snoozed ticket asks for it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.people import CustomerFollowed
from tandem.api.answers.tickets import TicketPage
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.routers.tickets import page
from tandem.api.schemas import Identifier, Input
from tandem.kernel.errors import Refused
from tandem.kernel.pipeline import run
from tandem.people import queries as people
from tandem.people.policies import require
from tandem.tickets import queries
from tandem.tickets.commands.follow_ticket import FollowTicket
from tandem.tickets.commands.snooze_ticket import SnoozeTicket
from tandem.tickets.commands.wake_ticket import WakeTicket
from tandem.tickets.editable import moment
from tandem.tickets.followers import follow_customer

of_tickets = Router()
of_customers = Router()
#: So many open tickets are followed at once with their customer; the newest ones.
MOST = 200


class SnoozeInput(Input):
    """Until when; null waits for the customer's answer alone."""

    until: str | None


class CustomerFollowInput(Input):
    """Whether to follow the tickets that are open now as well."""

    open_tickets: bool = False


@of_tickets.post("/{int:number}/follow", openapi_extra=answers(TicketPage))
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Hear from now on what happens on a ticket."""
    return _follow(request, number, on=True)


@of_tickets.delete("/{int:number}/follow", openapi_extra=answers(TicketPage))
def unfollow(request: HttpRequest, number: int) -> HttpResponse:
    """Hear no longer what happens on a ticket."""
    return _follow(request, number, on=False)


def _follow(request: HttpRequest, number: int, *, on: bool) -> HttpResponse:
    actor = actor_of(request)
    run(FollowTicket(queries.ticket_id(actor, number), on), actor)
    return page(actor, number)


@of_tickets.post("/{int:number}/snooze", openapi_extra=answers(TicketPage))
def snooze(request: HttpRequest, number: int, data: SnoozeInput) -> HttpResponse:
    """Put a ticket to sleep until a moment, or until the customer answers, whichever comes first."""
    actor = actor_of(request)
    with inputs.located() as read:
        until = read("/until", moment, data.until)
    names = inputs.idempotency(request, actor, data, f"snooze:{number}")
    run(SnoozeTicket(queries.ticket_id(actor, number), until, names), actor)
    return page(actor, number)


@of_tickets.post("/{int:number}/wake", openapi_extra=answers(TicketPage))
def wake(request: HttpRequest, number: int) -> HttpResponse:
    """Wake a snoozed ticket now. Changes nothing on one that is awake."""
    actor = actor_of(request)
    run(WakeTicket(queries.ticket_id(actor, number)), actor)
    return page(actor, number)


@of_customers.post("/{person_id}/follow", openapi_extra=answers(CustomerFollowed))
def follow_a_customer(
    request: HttpRequest, person_id: Identifier, data: CustomerFollowInput | None = None
) -> HttpResponse:
    """Follow every new ticket of a customer, and by choice the open ones too, as far as the viewer sees them."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    people.customer(person_id)
    follow_customer(actor.me, person_id, on=True)
    followed = 0
    if data is not None and data.open_tickets:
        standing = queries.visible_to(actor).filter(requester_id=person_id, deleted_at=None, spam_at=None)
        for ticket in (
            standing.exclude(status_group="closed").order_by("-updated_at").values_list("id", flat=True)[:MOST]
        ):
            try:
                run(FollowTicket(ticket), actor)
            except Refused:
                # Gone, or out of sight, since it was listed.
                continue
            followed += 1
    return json_response({"followed": True, "tickets": followed})


@of_customers.delete("/{person_id}/follow", openapi_extra=answers(CustomerFollowed))
def unfollow_a_customer(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """Follow no new tickets of a customer; those that are followed stay so."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    people.customer(person_id)
    follow_customer(actor.me, person_id, on=False)
    return json_response({"followed": False, "tickets": 0})
