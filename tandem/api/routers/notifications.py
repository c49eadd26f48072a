"""The list behind the bell."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.notifications import NotificationList, Unread
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.schemas import Input
from tandem.infra import clock
from tandem.notifications.base import notification_kinds
from tandem.notifications.models import Notification
from tandem.tickets import queries
from tandem.tickets.editable import identifier

router = Router()
PAGE = 50


class NotificationsRead(Input):
    """Which notifications were read."""

    ids: list[str] = []
    all: bool = False


@router.get("", openapi_extra=answers(NotificationList))
def list_notifications(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """What I was told, newest first; only of tickets that I may still see (sec:Z-06)."""
    actor = actor_of(request)
    mine = Notification.objects.filter(person_id=actor.me, ticket__in=queries.visible_to(actor))
    page = mine.order_by("-id")
    if cursor.isdigit() and len(cursor) < 19:
        page = page.filter(id__lt=int(cursor))
    columns = ("id", "kind", "at", "read_at", "ticket__number", "ticket__subject", "actor_id", "actor__name")
    rows = list(page.values(*columns)[: PAGE + 1])
    following = str(rows[PAGE - 1]["id"]) if len(rows) > PAGE else None
    unread = mine.filter(read_at__isnull=True).count()
    return json_response({"results": [_row(row) for row in rows[:PAGE]], "next": following, "unread": unread})


def _row(row: dict[str, Any]) -> dict[str, Any]:
    kind = notification_kinds()[row["kind"]]
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "at": clock.isoformat(row["at"]),
        "ticket": {"number": row["ticket__number"], "subject": row["ticket__subject"]},
        "actor": {"id": str(row["actor_id"]) if row["actor_id"] else None, "name": row["actor__name"] or ""},
        "text": str(kind.sentence) % {"actor": row["actor__name"] or "Tandem", "subject": row["ticket__subject"]},
        "read": row["read_at"] is not None,
    }


@router.post("/read", openapi_extra=answers(Unread))
def read(request: HttpRequest, data: NotificationsRead) -> HttpResponse:
    """Remember that these were read, or all."""
    actor = actor_of(request)
    with inputs.located() as take:
        ids = [take(f"/ids/{at}", identifier, value) for at, value in enumerate(data.ids)]
    unread = Notification.objects.filter(person_id=actor.me, read_at__isnull=True)
    chosen = unread if data.all else unread.filter(id__in=[one for one in ids if one is not None])
    chosen.update(read_at=clock.now_ms())
    return json_response({"unread": Notification.objects.filter(person_id=actor.me, read_at__isnull=True).count()})
