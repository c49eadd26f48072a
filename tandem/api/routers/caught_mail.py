"""What the local catcher kept: the mail that would have left, had a server been set."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers, files
from tandem.api.answers.mail import CaughtList, CaughtShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.pages import newest_first
from tandem.api.present import mail as present
from tandem.api.routers.mail_ledger import raw_mail
from tandem.api.schemas import Identifier
from tandem.channels.email.models import CaughtMail
from tandem.channels.email.parsing import parse
from tandem.channels.email.parsing.headers import split_headers
from tandem.infra.storage import storage
from tandem.kernel.errors import NotFound
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets.file_kinds import OCTETS

router = Router()


def _allowed(request: HttpRequest) -> StaffActor:
    """It holds mail of every department, so only those may look who run the mail."""
    actor = actor_of(request)
    require(actor, "mailboxes.manage")
    return actor


def _row(caught_id: int) -> CaughtMail:
    row = CaughtMail.objects.filter(id=caught_id).first()
    if row is None:
        raise NotFound()
    return row


@router.get("", openapi_extra=answers(CaughtList))
def list_caught(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """Caught mail, newest first."""
    actor = _allowed(request)
    found, following = newest_first(CaughtMail.objects.all(), "at", cursor)
    numbers = present.numbers(actor, [row.ticket_id for row in found])
    return json_response({"results": [present.caught(row, numbers) for row in found], "next": following})


@router.get("/{caught_id}", openapi_extra=answers(CaughtShown))
def get_caught(request: HttpRequest, caught_id: Identifier) -> HttpResponse:
    """One caught mail, read as its recipient's program would."""
    actor = _allowed(request)
    row = _row(caught_id)
    with storage().open(row.raw) as file:
        raw = file.read()
    # Our own composition, so it is read here and not in the parser's process.
    mail = parse(raw)
    headers, _body = split_headers(raw)
    shown = present.caught(row, present.numbers(actor, [row.ticket_id])) | {
        "text": mail.text,
        "html": mail.html,
        "headers": [
            {"name": name.title(), "value": headers.text(name)}
            for name in dict.fromkeys(name for name, _ in headers.fields)
        ],
        "raw_url": f"/api/v1/caught-mail/{row.id}/raw",
    }
    return json_response(shown)


@router.get("/{caught_id}/raw", openapi_extra=files(OCTETS))
def get_raw(request: HttpRequest, caught_id: Identifier) -> HttpResponse:
    """The raw mail as a download."""
    _allowed(request)
    row = _row(caught_id)
    return raw_mail(storage().path(row.raw), f"caught-{row.id}.eml")


@router.delete("", openapi_extra={"responses": {204: {"description": "Emptied."}}})
def empty(request: HttpRequest) -> HttpResponse:
    """Forget all caught mail."""
    _allowed(request)
    CaughtMail.objects.all().delete()
    return HttpResponse(status=204)
