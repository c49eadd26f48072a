"""Set the fields whose values are words of our own: priority and type."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import Action, Intent, Situation
from tandem.kernel.changes import Json
from tandem.tickets.editable import EDITABLE


def _parse(name: str) -> Callable[[Json], Json]:
    """The word itself is kept; reading it as the field does refuses what is none."""

    def parse(value: Json) -> Json:
        EDITABLE[name].parse(value)
        return value

    return parse


def _intend(name: str) -> Callable[[Json, Situation, Intent], None]:
    def intend(value: Json, situation: Situation, intent: Intent) -> None:
        intent.fields[name] = EDITABLE[name].parse(value)

    return intend


SET_PRIORITY = Action("set_priority", _("Set the priority"), "priority", _parse("priority"), _intend("priority"))
SET_TYPE = Action("set_type", _("Set the type"), "type", _parse("type"), _intend("type"))
