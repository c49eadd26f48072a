"""The effect that erases a customer, and the tickets' part in it.

Every part is asked again after a crash and finds only what is left. The texts of drafts and of old subjects are no tracked records
and no facts about anybody else: they are written over where they lie.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.errors import NotFound
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.people.commands.erase_customer import ERASE
from tandem.people.erasure import Erasure
from tandem.people.models import CustomerExport
from tandem.tickets.commands.erase_from_ticket import DeleteForErasure, EraseFromTicket
from tandem.tickets.merging_customers import tickets_about
from tandem.tickets.models import (
    Attachment,
    CustomerFollow,
    Delivery,
    Draft,
    DraftRevision,
    ScheduledReply,
    Ticket,
    Upload,
)

_BATCH: Final = 100


def carry_out(claim: Claim) -> None:
    """Ask each part of the house in turn."""
    erasure = Erasure.of(claim.payload)
    for path in settings.ERASERS:
        import_string(path)(erasure)


def tickets_of(erasure: Erasure) -> list[int]:
    """Ids of all tickets that hold something of them."""
    about = Ticket._base_manager.filter(tickets_about(erasure.people)).values_list("id", flat=True)
    sent = Delivery.objects.filter(recipient__in=erasure.addresses).values_list("ticket_id", flat=True)
    return sorted({*about, *sent})


def erase(erasure: Erasure) -> None:
    """Go through their tickets, one transaction each."""
    CustomerExport.objects.filter(person_id__in=erasure.people).delete()
    CustomerFollow.objects.filter(customer_id__in=erasure.people).delete()
    for ticket_id in tickets_of(erasure):
        requester = Ticket._base_manager.filter(id=ticket_id).values_list("requester_id", flat=True).first()
        if requester is None:
            continue
        asked = requester in erasure.people
        try:
            if asked and erasure.delete_tickets:
                _uploads(ticket_id, erasure, asked=True)
                run(DeleteForErasure(ticket_id), SYSTEM)
                continue
            _uploads(ticket_id, erasure, asked=asked)
            # What agents were about to write goes first: of a ticket that is done, nothing leads here any more.
            _drafts(ticket_id, erasure, asked=asked)
            with transaction.atomic():
                run(EraseFromTicket(ticket_id, erasure), SYSTEM)
                _subjects(ticket_id, erasure, asked=asked)
        except NotFound:
            continue


def forget_uploads(ticket_id: int) -> None:
    """What colleagues uploaded for a ticket that is about to be deleted for good with whoever asked it."""
    _uploads(ticket_id, None, asked=True)


def _uploads(ticket_id: int, erasure: Erasure | None, *, asked: bool) -> None:
    """What an agent sent lies among their uploads for a while, and what they have not sent yet."""
    files = Attachment.objects.filter(ticket_id=ticket_id)
    if erasure is not None and not asked:
        files = files.filter(message__author_id__in=erasure.people)
    Upload.objects.filter(digest__in=list(files.values_list("digest", flat=True))).delete()
    if asked:
        drafts = Draft.objects.filter(ticket_id=ticket_id).values_list("content", flat=True)
        Upload.objects.filter(
            id__in=[int(one) for content in drafts for one in content.get("attachments", ())]
        ).delete()


def _drafts(ticket_id: int, erasure: Erasure, *, asked: bool) -> None:
    for model in (Draft, DraftRevision, ScheduledReply):
        rows: Any = model._default_manager.filter(ticket_id=ticket_id)
        if asked:
            rows.delete()
            continue
        for row in rows:
            scrubbed = erasure.scrub(row.content)
            if scrubbed != row.content:
                rows.filter(id=row.id).update(content=scrubbed)


def _subjects(ticket_id: int, erasure: Erasure, *, asked: bool) -> None:
    """The history keeps who changed the subject when, not what it was."""
    told = Event.objects.filter(stream_kind="ticket", stream_id=ticket_id, field="subject")
    for event in told:
        old, new = (None, erasure.instead) if asked else (erasure.scrub(event.old), erasure.scrub(event.new))
        if (old, new) != (event.old, event.new):
            told.filter(id=event.id).update(old=old, new=new)


ERASE_CUSTOMER = EffectKind(ERASE, carry_out)
