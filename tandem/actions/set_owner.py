"""Give the ticket to somebody: a colleague, whoever acts, or nobody."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import CURRENT_AGENT, NOBODY, Action, Intent, Situation, required_id
from tandem.kernel.changes import Json


def _parse(value: Json) -> Json:
    return value if value in (CURRENT_AGENT, NOBODY) else required_id(value)


def _people(value: Json) -> Sequence[int]:
    return () if value in (CURRENT_AGENT, NOBODY) else (int(value),)


def _intend(value: Json, situation: Situation, intent: Intent) -> None:
    if value == NOBODY:
        intent.fields["owner"] = None
        return
    owner = situation.agent if value == CURRENT_AGENT else int(value)
    if owner not in situation.owners:
        intent.skipped.append(
            _("You cannot own tickets of this department.")
            if value == CURRENT_AGENT
            else _("The owner that it names cannot answer tickets of this department any more.")
        )
        return
    intent.fields["owner"] = owner


SET_OWNER = Action("set_owner", _("Set the owner"), "person", _parse, _intend, people=_people)
