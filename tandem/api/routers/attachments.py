"""Files of messages: authorised at every read, downloaded and never rendered (sec:E-01, E-02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router

from tandem.api.answers.base import files
from tandem.api.authentication import actor_of
from tandem.api.present.messages import PREVIEWABLE
from tandem.api.schemas import Identifier
from tandem.infra.server.files import hand_over
from tandem.infra.storage import storage
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor
from tandem.tickets.commands.remove_file import RemoveFile
from tandem.tickets.commands.restore_file import RestoreFile
from tandem.tickets.file_kinds import OCTETS, TOLD, raster_type, told_type
from tandem.tickets.models import Attachment, Upload
from tandem.tickets.records import ATTACHMENT

router = Router()
POLICY: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    type: str
    digest: str


@router.get("/{attachment_id}", openapi_extra=files(OCTETS, *sorted(TOLD), unchanged=True))
def download(request: HttpRequest, attachment_id: Identifier) -> HttpResponse:
    """The file of a message that one may see, or one's own upload; always as a download."""
    found = _find(actor_of(request), attachment_id)
    return _send(request, found, told_type(found.type), as_attachment=True)


@router.get("/{attachment_id}/preview", openapi_extra=files(*sorted(PREVIEWABLE), unchanged=True))
def preview(request: HttpRequest, attachment_id: Identifier) -> HttpResponse:
    """A picture to look at. Only what really is PNG, JPEG, GIF or WebP, whatever it was called."""
    found = _find(actor_of(request), attachment_id)
    try:
        with storage().open(found.digest) as file:
            kind = raster_type(file.read(16))
    except (FileNotFoundError, ValueError):
        kind = None
    if kind is None:
        raise NotFound()
    return _send(request, found, kind, as_attachment=False)


@router.delete("/{attachment_id}", openapi_extra={"responses": {204: {"description": "Removed."}}})
def remove(request: HttpRequest, attachment_id: Identifier) -> HttpResponse:
    """Take a file out of its message. It lies in the trash for sixty days; nobody can read it there."""
    actor = actor_of(request)
    run(RemoveFile(_ticket_of(actor, attachment_id), attachment_id), actor)
    return HttpResponse(status=204)


@router.post("/{attachment_id}/restore", openapi_extra={"responses": {204: {"description": "Restored."}}})
def restore(request: HttpRequest, attachment_id: Identifier) -> HttpResponse:
    """Put a removed file back."""
    actor = actor_of(request)
    run(RestoreFile(_ticket_of(actor, attachment_id), attachment_id), actor)
    return HttpResponse(status=204)


def _ticket_of(actor: StaffActor, identifier: int) -> int:
    rows = Attachment.objects.filter(ATTACHMENT.policy.visible(actor), id=identifier)
    found = rows.values_list("ticket_id", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def _find(actor: StaffActor, identifier: int) -> _Found:
    columns = ("name", "type", "digest")
    files = Attachment.objects.filter(ATTACHMENT.policy.visible(actor), removed_at__isnull=True)
    rows = files.filter(id=identifier).values_list(*columns)
    row = rows.first() or Upload.objects.filter(id=identifier, person_id=actor.me).values_list(*columns).first()
    if row is None:
        raise NotFound()
    return _Found(*row)


def _send(request: HttpRequest, found: _Found, kind: str, *, as_attachment: bool) -> HttpResponse:
    """Headers are made here, none of them from the sender's words. Browsers keep pictures, and ask before every use; files they
    keep not at all (sec:W-09)."""
    etag = f'"{found.digest}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            response = hand_over(HttpResponse(content_type=_typed(kind)), storage().path(found.digest))
        except (FileNotFoundError, ValueError):
            raise NotFound() from None
        disposition = content_disposition_header(as_attachment, found.name)
        response["Content-Disposition"] = disposition or ("attachment" if as_attachment else "inline")
    response["ETag"] = etag
    response["Cache-Control"] = "no-store" if as_attachment else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
