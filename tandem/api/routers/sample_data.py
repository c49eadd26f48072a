"""Sample data: a dozen matters to look around in, loaded and removed by an admin. Both may be asked twice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.sample_data import SampleDataRemoved, SampleDataShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.infra.clock import isoformat, now_ms, to_datetime
from tandem.people import sample
from tandem.people.installation import is_demo
from tandem.people.models import Person
from tandem.people.policies import require
from tandem.sample_data.loading import load
from tandem.sample_data.removing import remove
from tandem.sample_data.standing import Standing, standing

router = Router()


@router.get("", openapi_extra=answers(SampleDataShown))
def get_sample_data(request: HttpRequest) -> HttpResponse:
    """Whether sample data is loaded, and what would go with it."""
    require(actor_of(request), "people.manage")
    return json_response(_shown())


@router.post("", openapi_extra=answers(SampleDataShown))
def load_sample_data(request: HttpRequest) -> HttpResponse:
    """Load a dozen tickets of six customers, in the language of the request. What is loaded already is not loaded again. No mail
    ever leaves for these customers."""
    actor = actor_of(request)
    require(actor, "people.manage")
    load(actor.me, get_language() or "", to_datetime(now_ms()))
    return json_response(_shown())


@router.delete("", openapi_extra=answers(SampleDataRemoved))
def remove_sample_data(request: HttpRequest) -> HttpResponse:
    """Delete the sample customers and their tickets for good, with all that colleagues did on them. What has become real stays:
    a ticket into which a real mail came, a customer who got a real address."""
    actor = actor_of(request)
    require(actor, "customers.erase")
    return json_response(_numbers(remove(actor)))


def _shown() -> dict[str, Any]:
    what = sample.loaded()
    found = Standing((), (), 0, 0) if what is None else standing(what)
    by = None if what is None else Person.objects.filter(id=what.by).values_list("name", flat=True).first()
    return {
        "possible": not is_demo(),
        "loaded": what is not None,
        "loaded_at": None if what is None else isoformat(what.at),
        "loaded_by": by,
        **_numbers(found),
    }


def _numbers(found: Standing) -> dict[str, int]:
    return {
        "tickets": len(found.tickets),
        "customers": len(found.people),
        "kept_tickets": found.kept_tickets,
        "kept_customers": found.kept_people,
    }
