"""Add tags, remove tags."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import Action, Intent, Situation
from tandem.kernel.changes import Json
from tandem.tickets.editable import Unreadable, tags


def _parse(value: Json) -> Json:
    found = tags(value)
    if not found:
        raise Unreadable("empty", _("Name at least one tag."))
    return found


def _add(value: Json, situation: Situation, intent: Intent) -> None:
    intent.tags = list(dict.fromkeys([*_so_far(situation, intent), *value]))


def _remove(value: Json, situation: Situation, intent: Intent) -> None:
    intent.tags = [tag for tag in _so_far(situation, intent) if tag not in value]


def _so_far(situation: Situation, intent: Intent) -> list[str]:
    return list(situation.tags) if intent.tags is None else intent.tags


ADD_TAGS = Action("add_tags", _("Add tags"), "tags", _parse, _add)
REMOVE_TAGS = Action("remove_tags", _("Remove tags"), "tags", _parse, _remove)
