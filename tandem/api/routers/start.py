"""The page on which everybody arrives (KF-10)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.start import StartShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.channels.email.models import CaughtMail, LedgerEntry, Mailbox
from tandem.infra.clock import isoformat
from tandem.notifications.hearing import unread_of
from tandem.people.actors import StaffActor, has_right
from tandem.people.installation import is_demo
from tandem.people.models import Person
from tandem.people.policies import require
from tandem.people.sample import loaded
from tandem.tickets import start
from tandem.tickets.preset_views import BY_KEY

router = Router()


@router.get("", openapi_extra=answers(StartShown))
def get_start(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer, with the views behind the numbers; where they were last; what they have not sent."""
    actor = actor_of(request)
    require(actor, "tickets.read")
    counts = start.counts(actor)
    return json_response(
        {
            "boxes": [
                {
                    "view": key,
                    "name": str(BY_KEY[key].name),
                    "group": group,
                    "count": counts[key][0],
                    "capped": counts[key][1],
                }
                for group, keys in start.BOXES
                for key in keys
            ],
            "unread": unread_of(actor),
            "recent": [_place(place) for place in start.recent(actor)],
            "drafts": [_place(place) | {"kind": place.kind, "excerpt": place.excerpt} for place in start.drafts(actor)],
            "first_steps": _first_steps(actor),
        }
    )


def _place(place: start.Place) -> dict[str, Any]:
    return {
        "number": place.number,
        "subject": place.subject,
        "status": place.status,
        "group": place.group,
        "department_id": str(place.department_id),
        "at": isoformat(place.at),
    }


def _first_steps(actor: StaffActor) -> dict[str, Any] | None:
    """What an admin has still to do before mail flows and somebody answers it; nothing once all of it is done and no
    sample data is left to remove."""
    if not (has_right(actor, "people.manage") and has_right(actor, "mailboxes.manage")):
        return None
    steps = {
        "mailbox": Mailbox.objects.filter(active=True).exists(),
        "colleague": Person.objects.filter(role__isnull=False)[:2].count() > 1,
        "mail": LedgerEntry.objects.exists() or CaughtMail.objects.exists(),
    }
    sample = "loaded" if loaded() is not None else None
    if all(steps.values()) and sample is None:
        return None
    return steps | {"sample": sample or (None if is_demo() else "offered")}
