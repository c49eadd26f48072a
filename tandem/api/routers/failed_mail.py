"""Mail that did not arrive: the list of it, sending it once more, and being done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.mail import FailedMailList, MailTrouble
from tandem.api.answers.tickets import Message
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.pages import newest_first
from tandem.api.present import mail as present
from tandem.api.present.messages import conversation
from tandem.api.schemas import Identifier
from tandem.channels.email.automatic.standing import blocked, paused
from tandem.channels.email.models import LedgerEntry
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor, has_right
from tandem.people.policies import require
from tandem.tickets import queries
from tandem.tickets.commands.send_again import SendAgain
from tandem.tickets.commands.settle_failure import SettleFailure
from tandem.tickets.failed_mail import failed_mail
from tandem.tickets.models import Delivery

failed = Router()
trouble = Router()
of_tickets = Router()
#: More than this is told as so many.
MOST = 99


@failed.get("", openapi_extra=answers(FailedMailList))
def list_failed(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """Mail that did not arrive, on tickets that the caller sees, newest first."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    rows = failed_mail(actor).select_related("ticket", "message__author")
    found, following = newest_first(rows, "at", cursor)
    return json_response({"results": [present.failed(row) for row in found], "next": following})


@trouble.get("", openapi_extra=answers(MailTrouble))
def get_trouble(request: HttpRequest) -> HttpResponse:
    """How much mail waits for somebody: the screens for it are there only then."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    aside = LedgerEntry.objects.filter(state=LedgerEntry.State.QUARANTINED)
    runs_mail = has_right(actor, "mailboxes.manage")
    counts = {
        "failed": failed_mail(actor)[: MOST + 1].count(),
        "quarantined": aside[: MOST + 1].count() if has_right(actor, "quarantine.read") else 0,
        "loops": paused()[: MOST + 1].count() if runs_mail else 0,
        "blocked": blocked()[: MOST + 1].count() if runs_mail else 0,
    }
    return json_response(counts)


@of_tickets.post("/{int:number}/deliveries/{delivery_id}/send-again", openapi_extra=answers(Message))
def send_again(request: HttpRequest, number: int, delivery_id: Identifier) -> HttpResponse:
    """Send a reply once more to one recipient, after it failed or where nobody can say whether it arrived."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    run(SendAgain(ticket_id, delivery_id), actor)
    return _message_of(actor, ticket_id, delivery_id)


@of_tickets.post("/{int:number}/deliveries/{delivery_id}/settle", openapi_extra=answers(Message))
def settle(request: HttpRequest, number: int, delivery_id: Identifier) -> HttpResponse:
    """Be done with a mail that did not arrive: it leaves the list, and its ticket keeps what became of it."""
    actor = actor_of(request)
    ticket_id = queries.ticket_id(actor, number)
    run(SettleFailure(ticket_id, delivery_id), actor)
    return _message_of(actor, ticket_id, delivery_id)


def _message_of(actor: StaffActor, ticket_id: int, delivery_id: int) -> HttpResponse:
    message = Delivery.objects.values_list("message_id", flat=True).get(id=delivery_id)
    return json_response(conversation(actor, ticket_id, only={message})[0])
