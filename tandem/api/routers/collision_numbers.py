"""How often colleagues met in a ticket, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.collision import CollisionNumbers
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present.collisions import numbers
from tandem.collision.numbers.forgetting import KEPT_MS
from tandem.collision.numbers.report import report
from tandem.infra.clock import from_datetime, now_ms
from tandem.kernel.errors import Invalid, Problem
from tandem.people.actors import has_right
from tandem.people.policies import require
from tandem.tickets.editable import moment

router = Router()
#: The period that nobody chose: today and the days before it.
_DAYS: Final = 30


class Period(Schema):
    """`since` and `until` are moments with a zone; `until` is not included. Left out: thirty days, of which today is the last."""

    since: str = ""
    until: str = ""


@router.get("", openapi_extra=answers(CollisionNumbers))
def get_numbers(request: HttpRequest, query: Query[Period]) -> HttpResponse:
    """Of all departments for who reads all, else of one's own. Nobody is named: what is counted does not know who it was. What
    lies more than 400 days back is forgotten."""
    actor = actor_of(request)
    require(actor, "collision.numbers")
    zone = ZoneInfo(actor.time_zone)
    since, until = _period(query, zone)
    departments = None if has_right(actor, "tickets.read_all") else actor.department_ids
    found = report(since, until, departments, zone)
    return json_response(numbers(found, since, until))


def _period(query: Period, zone: ZoneInfo) -> tuple[int, int]:
    today = datetime.fromtimestamp(now_ms() / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    with inputs.located() as read:
        until = (read("/until", moment, query.until) if query.until else None) or from_datetime(
            today + timedelta(days=1)
        )
        before = from_datetime(datetime.fromtimestamp(until / 1000, zone) - timedelta(days=_DAYS))
        since = (read("/since", moment, query.since) if query.since else None) or before
    if since > until:
        raise Invalid([Problem("/since", "after_until", _("The period ends before it begins."))])
    if until - since > KEPT_MS:
        raise Invalid([Problem("/since", "too_long", _("A period has at most 400 days."))])
    return since, until
