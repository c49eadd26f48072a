"""Give the ticket to a team of its department: a named one, that of whoever acts, or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import MY_TEAM, NO_TEAM, Action, Intent, Situation, required_id
from tandem.kernel.changes import Json


def _parse(value: Json) -> Json:
    return value if value in (MY_TEAM, NO_TEAM) else required_id(value)


def _teams(value: Json) -> Sequence[int]:
    return () if value in (MY_TEAM, NO_TEAM) else (int(value),)


def _intend(value: Json, situation: Situation, intent: Intent) -> None:
    if value == NO_TEAM:
        intent.fields["team"] = None
    elif value == MY_TEAM:
        if not situation.agent_teams:
            intent.skipped.append(_("You are in no team of this department."))
        elif situation.ticket["team"] not in situation.agent_teams:
            intent.fields["team"] = situation.agent_teams[0]
    elif int(value) in situation.teams:
        intent.fields["team"] = int(value)
    else:
        intent.skipped.append(_("The team that it names does not exist in this department."))


SET_TEAM = Action("set_team", _("Set the team"), "team", _parse, _intend, teams=_teams)
