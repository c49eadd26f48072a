"""The list behind the bell, and by which ways somebody wants to hear."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api import inputs
from tandem.api.answers.base import answers
from tandem.api.answers.notifications import NotificationList, NotificationSettings, Unread
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.schemas import Input
from tandem.infra import clock
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.notifications import hearing
from tandem.notifications.base import notification_kinds
from tandem.notifications.choices import choose, chosen_by
from tandem.people.actors import StaffActor
from tandem.people.policies import require
from tandem.tickets.editable import identifier

router = Router()
PAGE = 50


class NotificationsRead(Input):
    """Which notifications were read."""

    ids: list[str] = []
    all: bool = False


class DoorsInput(Input):
    """By which ways; those that are left out stay as they are."""

    in_app: bool | None = None
    mail: bool | None = None
    sound: bool | None = None


class SettingsInput(Input):
    """The ways by kind."""

    kinds: dict[str, DoorsInput]


@router.get("", openapi_extra=answers(NotificationList))
def list_notifications(request: HttpRequest, cursor: str = "", show: Literal["all", "unread"] = "all") -> HttpResponse:
    """What I was told, newest first; only of tickets that I may still see (sec:Z-06)."""
    actor = actor_of(request)
    page = hearing.told_to(actor, unread=show == "unread").order_by("-id")
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 19:
        page = page.filter(id__lt=int(cursor))
    columns = (
        "id",
        "kind",
        "about",
        "message_id",
        "at",
        "read_at",
        "subject",
        "ticket_id",
        "ticket__number",
        "ticket__subject",
    )
    rows = list(page.values(*columns, "actor_id", "actor__name", "actor__email")[: PAGE + 1])
    following = str(rows[PAGE - 1]["id"]) if len(rows) > PAGE else None
    unread = hearing.unread_of(actor)
    return json_response({"results": [_row(row) for row in rows[:PAGE]], "next": following, "unread": unread})


def _row(row: dict[str, Any]) -> dict[str, Any]:
    kind = notification_kinds()[row["kind"]]
    # Many customers have never said their name: their address is what a colleague knows them by.
    actor = row["actor__name"] or row["actor__email"] or ""
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "at": clock.isoformat(row["at"]),
        "ticket": {"number": row["ticket__number"], "subject": row["ticket__subject"]} if row["ticket_id"] else None,
        "place": kind.place,
        "about": row["subject"],
        "message_id": None if row["message_id"] is None else str(row["message_id"]),
        "actor": {"id": str(row["actor_id"]) if row["actor_id"] else None, "name": actor},
        "text": str(kind.words(row["about"]))
        % {"actor": actor or "Tandem", "subject": row["ticket__subject"] or row["subject"]},
        "read": row["read_at"] is not None,
    }


@router.post("/read", openapi_extra=answers(Unread))
def read(request: HttpRequest, data: NotificationsRead) -> HttpResponse:
    """Remember that these were read, or all."""
    actor = actor_of(request)
    with inputs.located() as take:
        ids = [take(f"/ids/{at}", identifier, value) for at, value in enumerate(data.ids)]
    hearing.read(actor.me, None if data.all else [one for one in ids if one is not None])
    return json_response({"unread": hearing.unread_of(actor)})


@router.get("/settings", openapi_extra=answers(NotificationSettings))
def get_settings(request: HttpRequest) -> HttpResponse:
    """By which ways I hear of each kind."""
    return _settings(actor_of(request))


@router.patch("/settings", openapi_extra=answers(NotificationSettings))
def change_settings(request: HttpRequest, data: SettingsInput) -> HttpResponse:
    """Choose by which ways I hear of some kinds."""
    actor = actor_of(request)
    require(actor, "me.edit")
    if not data.kinds:
        raise Invalid([Problem("/kinds", "empty", _("Say what to change."))])
    unknown = [name for name in data.kinds if name not in notification_kinds()]
    if unknown:
        detail = _("There is no such kind of notification.")
        raise Malformed([Problem(f"/kinds/{name}", "unknown", detail) for name in unknown])
    choose(actor.me, {name: doors.model_dump(exclude_none=True) for name, doors in data.kinds.items()})
    return _settings(actor)


def _settings(actor: StaffActor) -> HttpResponse:
    kinds = notification_kinds()
    results = [
        {
            "kind": name,
            "label": str(kinds[name].label),
            "in_app": doors.in_app,
            "mail": doors.mail,
            "sound": doors.sound,
        }
        for name, doors in chosen_by(actor.me).items()
    ]
    return json_response({"results": results})
