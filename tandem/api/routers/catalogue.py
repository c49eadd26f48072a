"""Everything that the workspace needs to name things, in one go."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.people import CatalogueShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.present import people as present
from tandem.api.present.statuses import statuses
from tandem.channels.email.models import Mailbox
from tandem.collision.policy import collision_policy
from tandem.kernel.actors import Actor
from tandem.people import queries
from tandem.people.policies import require
from tandem.tickets.fence_kinds import KINDS
from tandem.tickets.models import TicketTag
from tandem.tickets.queries import visible_to
from tandem.tickets.vocabulary import PRIORITIES, TYPES

router = Router()
#: More tags than these are found by typing.
MOST_USED = 300


@router.get("", openapi_extra=answers(CatalogueShown))
def get_catalogue(request: HttpRequest) -> HttpResponse:
    """Statuses, priorities, types, departments, teams, agents, mailboxes, tags."""
    actor = actor_of(request)
    require(actor, "people.read")
    collision = collision_policy()
    return json_response(
        {
            "statuses": statuses(),
            "priorities": PRIORITIES,
            "types": TYPES,
            "departments": [
                {
                    "id": str(row["id"]),
                    "name": row["name"],
                    "on_agent_reply": row["on_agent_reply"],
                    "new_conversation": row["new_conversation"],
                    "holds_replies_for": row["holds_replies_for"],
                    "reviewed_before_reply": row["reviewed_before_reply"],
                }
                for row in queries.departments()
            ],
            "reviewed_events": KINDS,
            "teams": present.teams(),
            "agents": present.agents(),
            "mailboxes": _mailboxes(),
            "tags": _tags(actor),
            "collision": {"on": collision.on, "alert_seconds": collision.alert_seconds},
        }
    )


def _mailboxes() -> list[dict[str, Any]]:
    rows = Mailbox.objects.filter(active=True).order_by("address")
    return [
        {"id": str(identifier), "address": address, "from_name": name, "department_id": str(department)}
        for identifier, address, name, department in rows.values_list("id", "address", "from_name", "department_id")
    ]


def _tags(actor: Actor) -> list[str]:
    """Tags of the tickets that the viewer may see, most used first."""
    used = TicketTag.objects.filter(ticket__in=visible_to(actor)).values_list("tag").annotate(times=Count("id"))
    return [tag for tag, _times in used.order_by("-times", "tag")[:MOST_USED]]
