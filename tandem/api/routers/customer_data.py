"""What customers may ask of us about their own data: to be given all of it, or to be forgotten."""

from __future__ import annotations

from typing import Any, Final, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router

from tandem.api.answers.base import answers, files
from tandem.api.answers.people import ErasurePreview, ExportList, ExportShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.schemas import Identifier, Input
from tandem.infra import clock
from tandem.infra.server.files import hand_over
from tandem.infra.storage import storage
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.people import queries
from tandem.people.commands.ask_for_export import AskForExport
from tandem.people.commands.erase_customer import EraseCustomer
from tandem.people.customers import taken_in
from tandem.people.models import CustomerExport
from tandem.people.policies import require
from tandem.tickets.exporting import KEPT_MS
from tandem.tickets.merging_customers import tickets_about
from tandem.tickets.models import Attachment, Message, Ticket

router = Router()
_NOTHING: Final = {"responses": {204: {"description": "Begun."}}}


class NewExport(Input):
    """Internal notes are the house's own words; they are left out unless somebody has decided otherwise."""

    internal_notes: bool = False


class EraseInput(Input):
    """`name` as it is shown, typed once more; `tickets` says whether those that they asked stay, without texts, or go too."""

    name: str
    tickets: Literal["keep", "delete"] = "keep"


@router.get("/{person_id}/erasure", openapi_extra=answers(ErasurePreview))
def preview_erasure(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """What goes if this customer is erased: `tickets` that they asked with all their messages and files, `others` in which they
    only took part."""
    require(actor_of(request), "customers.erase")
    row = queries.customer(person_id)
    people = taken_in(person_id)
    asked = Ticket._base_manager.filter(requester_id__in=people)
    about = Ticket._base_manager.filter(tickets_about(people)).exclude(requester_id__in=people)
    return json_response(
        {
            "typed": row["name"] or row["email"],
            "tickets": asked.count(),
            "messages": Message.objects.filter(shown_in__in=asked).count(),
            "files": Attachment.objects.filter(ticket__in=asked).count(),
            "others": about.count(),
        }
    )


@router.post("/{person_id}/erase", openapi_extra=_NOTHING)
def erase_customer(request: HttpRequest, person_id: Identifier, data: EraseInput) -> HttpResponse:
    """Erase a customer for good. Nothing brings this back."""
    run(EraseCustomer(person_id, data.name, data.tickets == "delete"), actor_of(request))
    return HttpResponse(status=204)


@router.get("/{person_id}/exports", openapi_extra=answers(ExportList))
def list_exports(request: HttpRequest, person_id: Identifier) -> HttpResponse:
    """One's own exports of a customer that can still be fetched, or are being made."""
    actor = actor_of(request)
    require(actor, "customers.export")
    rows = CustomerExport.objects.filter(
        person_id=queries.customer(person_id)["id"], asked_by_id=actor.me, expires_at__gt=clock.now_ms()
    )
    return json_response({"results": [_shown(row) for row in rows.order_by("-id")]})


@router.post("/{person_id}/exports", openapi_extra=answers(ExportShown, 202, "Begun."))
def ask_for_export(request: HttpRequest, person_id: Identifier, data: NewExport) -> HttpResponse:
    """Ask for everything about a customer as a file. It is made within moments and lasts for a week."""
    actor = actor_of(request)
    require(actor, "customers.export")
    queries.customer(person_id)
    row = CustomerExport(
        person_id=person_id,
        asked_by_id=actor.me,
        internal_notes=data.internal_notes,
        expires_at=clock.now_ms() + KEPT_MS,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        run(AskForExport(person_id, row.id, data.internal_notes), actor)
    return json_response(_shown(row), 202)


@router.get("/{person_id}/exports/{export_id}/file", openapi_extra=files("application/zip"))
def download_export(request: HttpRequest, person_id: Identifier, export_id: Identifier) -> HttpResponse:
    """The file itself, for whoever asked for it."""
    actor = actor_of(request)
    require(actor, "customers.export")
    row = CustomerExport.objects.filter(
        id=export_id, person_id=person_id, asked_by_id=actor.me, expires_at__gt=clock.now_ms()
    ).first()
    if row is None or not row.digest:
        raise NotFound()
    try:
        response = hand_over(HttpResponse(content_type="application/zip"), storage().path(row.digest))
    except FileNotFoundError:
        raise NotFound() from None
    # The name says nothing of whose it is: it ends up in folders of downloads.
    response["Content-Disposition"] = content_disposition_header(True, f"customer-{person_id}.zip")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _shown(row: CustomerExport) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "ready": bool(row.digest),
        "size": row.size,
        "internal_notes": row.internal_notes,
        "created_at": clock.isoformat(row.created_at),
        "expires_at": clock.isoformat(row.expires_at),
    }
