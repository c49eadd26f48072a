"""The actions there are, in the order in which forms offer them, and what a list of them intends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.actions.base import Action, Intent, Situation
from tandem.actions.change_tags import ADD_TAGS, REMOVE_TAGS
from tandem.actions.set_due import SET_DUE
from tandem.actions.set_owner import SET_OWNER
from tandem.actions.set_plain import SET_PRIORITY, SET_TYPE
from tandem.actions.set_status import SET_STATUS
from tandem.actions.set_team import SET_TEAM
from tandem.actions.write_text import WRITE_TEXT
from tandem.kernel.changes import Json
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.tickets.editable import Unreadable

ACTIONS: Final[tuple[Action, ...]] = (
    WRITE_TEXT,
    SET_STATUS,
    SET_OWNER,
    SET_TEAM,
    SET_PRIORITY,
    SET_TYPE,
    SET_DUE,
    ADD_TAGS,
    REMOVE_TAGS,
)
BY_NAME: Final[dict[str, Action]] = {action.name: action for action in ACTIONS}

#: One step of a macro or rule: {"action": name, "value": stored value}.
Step = Mapping[str, Json]


def read_steps(given: Sequence[tuple[str, Json]], pointer: str) -> list[dict[str, Json]]:
    """Steps from (name, value in JSON), each action at most once. Raises Malformed or Invalid, located under `pointer`."""
    steps: list[dict[str, Json]] = []
    problems: list[Problem] = []
    malformed = False
    for index, (name, value) in enumerate(given):
        place = f"{pointer}/{index}"
        if name not in BY_NAME:
            problems.append(Problem(f"{place}/action", "unknown", _("There is no such action.")))
        elif any(step["action"] == name for step in steps):
            problems.append(Problem(f"{place}/action", "twice", _("This action is there already.")))
        else:
            try:
                steps.append({"action": name, "value": BY_NAME[name].parse(value)})
            except Unreadable as error:
                malformed = malformed or error.malformed
                problems.append(error.problem(f"{place}/value"))
    if problems:
        raise (Malformed if malformed else Invalid)(problems)
    if not steps:
        raise Invalid([Problem(pointer, "empty", _("Add at least one action."))])
    return steps


def intent_of(steps: Sequence[Step], situation: Situation) -> Intent:
    """What these steps want of a ticket in this situation: pure."""
    intent = Intent()
    for step in steps:
        BY_NAME[step["action"]].intend(step["value"], situation, intent)
    if intent.visibility == "public" and intent.fields.get("status") in situation.final_statuses:
        del intent.fields["status"]
        intent.skipped.append(_("A final status takes no reply, so it cannot be set with one."))
    return intent


def people_of(steps: Sequence[Step]) -> frozenset[int]:
    """Everybody whom these steps name."""
    return frozenset(person for step in steps for person in BY_NAME[step["action"]].people(step["value"]))


def teams_of(steps: Sequence[Step]) -> frozenset[int]:
    """Every team that these steps name."""
    return frozenset(team for step in steps for team in BY_NAME[step["action"]].teams(step["value"]))
