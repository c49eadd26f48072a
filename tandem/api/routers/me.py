"""The person who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tandem.api.answers.base import answers
from tandem.api.answers.people import AlertsShown, MeShown, OwnShortcutsShown
from tandem.api.authentication import actor_of
from tandem.api.bytes import json_response
from tandem.api.merges import Fields, as_given, edits_of, line
from tandem.api.present import people as present
from tandem.api.schemas import Input
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.pipeline import run
from tandem.people import alerts, shortcuts
from tandem.people.commands.set_preferences import SetPreferences
from tandem.people.installation import is_demo
from tandem.people.languages import stored_language
from tandem.people.policies import require
from tandem.tickets.editable import Unreadable

router = Router()


class MeBase(Input):
    """What the author saw."""

    name: str | None = None
    language: str | None = None
    time_zone: str | None = None


class MeInput(MeBase):
    """What everybody sets for themselves."""

    base: MeBase | None = None


class ShortcutsInput(Input):
    """Keys by shortcut: empty releases it, null gives it the key that everybody has; whether rows of the list can be swiped. What
    is left out stays."""

    single_keys: bool | None = None
    keys: dict[str, str | None] = {}
    swipe: bool | None = None


class AlertsInput(Input):
    """Whether an alert pops up when a colleague does this in a ticket that one has open. What is left out stays."""

    viewed: bool | None = None
    drafted: bool | None = None
    replied: bool | None = None
    left: bool | None = None
    noted: bool | None = None
    note_edited: bool | None = None


def read_language(value: str) -> Any:
    """A language as it is stored. Raises Unreadable."""
    stored = stored_language(value)
    if stored is None:
        raise Unreadable("unknown", _("This language is not spoken here."))
    return stored


_FIELDS: Fields = {
    "name": ("name", line(200)),
    "language": ("language", read_language),
    "time_zone": ("time_zone", as_given),
}


@router.get("", openapi_extra=answers(MeShown))
def get_me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with what they may do."""
    return json_response(present.me(actor_of(request), demo=is_demo()))


@router.patch("", openapi_extra=answers(MeShown))
def change_me(request: HttpRequest, data: MeInput) -> HttpResponse:
    """Change one's own name, language, time zone."""
    actor = actor_of(request)
    run(SetPreferences(actor.me, edits_of(data, data.base, _FIELDS)), actor)
    return json_response(present.me(actor, demo=is_demo()))


@router.patch("/shortcuts", openapi_extra=answers(OwnShortcutsShown))
def change_shortcuts(request: HttpRequest, data: ShortcutsInput) -> HttpResponse:
    """Change one's own keys; they follow to every browser."""
    actor = actor_of(request)
    require(actor, "me.edit")
    if data.single_keys is None and data.swipe is None and not data.keys:
        raise Invalid([Problem("/keys", "empty", _("Say what to change."))])
    return json_response(shortcuts.choose(actor.me, data.single_keys, data.keys, data.swipe).as_json())


@router.patch("/alerts", openapi_extra=answers(AlertsShown))
def change_alerts(request: HttpRequest, data: AlertsInput) -> HttpResponse:
    """Choose which alerts about colleagues pop up for oneself."""
    actor = actor_of(request)
    require(actor, "me.edit")
    wanted = {kind: on for kind in alerts.KINDS if (on := getattr(data, kind)) is not None}
    if not wanted:
        raise Invalid([Problem("", "empty", _("Say what to change."))])
    return json_response(alerts.choose(actor.me, wanted))
