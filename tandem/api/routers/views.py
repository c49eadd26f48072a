"""The views of the list, with their counts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.people import ViewList
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.people.policies import require
from tandem.tickets.listing import view_counts
from tandem.tickets.preset_views import BY_KEY

router = Router()


@router.get("", openapi_extra=answers(ViewList))
def list_views(request: HttpRequest) -> HttpResponse:
    """Every preset view; counts are exact up to 999, beyond that `capped`."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    results = [
        {"key": key, "name": str(BY_KEY[key].name), "count": count, "capped": capped, "group": "preset"}
        for key, count, capped in view_counts(actor)
    ]
    return json_response({"results": results})
