"""Files before they are sent."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.drafts import UploadShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present.drafts import upload
from tandem.api.schemas import Identifier
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.people.policies import require
from tandem.tickets.uploads import remove_upload, store_upload

router = Router()
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, "inline": {"type": "string"}},
                }
            }
        },
    }
}


@router.post("", openapi_extra=answers(UploadShown, 201, "Stored.") | _FORM)
def create_upload(request: HttpRequest) -> HttpResponse:
    """Store one file (`file`); `inline=1` for a picture that stands in the text. Its type is found in its content."""
    actor = actor_of(request)
    require(actor, "tickets.note")
    file = _file(request)
    stored = store_upload(
        actor.me, file.name or "", file, file.size, inline=request.POST.get("inline", "") in {"1", "true"}
    )
    return json_response(upload(stored), 201)


def _file(request: HttpRequest) -> File[bytes]:
    try:
        request.FILES  # noqa: B018  # read here, where what cannot be read is known to be the form
    except MultiPartParserError:
        raise Malformed([Problem("/file", "unreadable", _("Send one file, as multipart/form-data."))]) from None
    unknown = [*(set(request.POST) - {"inline", "csrfmiddlewaretoken"}), *(set(request.FILES) - {"file"})]
    if unknown:
        raise Malformed([Problem(f"/{name}", "unknown", _("There is no such field.")) for name in sorted(unknown)])
    files: list[Any] = request.FILES.getlist("file")
    if len(files) != 1:
        raise Invalid([Problem("/file", "missing", _("Send one file, as multipart/form-data."))])
    found: File[bytes] = files[0]
    return found


@router.delete("/{upload_id}", openapi_extra={"responses": {204: {"description": "Removed."}}})
def delete_upload(request: HttpRequest, upload_id: Identifier) -> HttpResponse:
    """Remove one's own file before it is sent."""
    remove_upload(actor_of(request).me, upload_id)
    return HttpResponse(status=204)
