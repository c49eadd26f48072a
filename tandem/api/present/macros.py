"""Macros as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tandem.actions.base import Situation
from tandem.actions.placeholders import PLACEHOLDERS
from tandem.actions.registry import ACTIONS
from tandem.infra.clock import isoformat
from tandem.kernel.changes import Json
from tandem.people.actors import StaffActor, has_right
from tandem.rules.macros import Living, Prepared, teams_by_macro, warnings_of
from tandem.rules.models import Macro
from tandem.rules.policies import may_share, usable
from tandem.tickets.editable import EDITABLE

Row = dict[str, Any]


def macros(actor: StaffActor, rows: Sequence[Macro]) -> list[Row]:
    """Macros as the viewer sees them: four queries, however many."""
    teams = teams_by_macro([row.id for row in rows])
    living = Living.of(rows)
    return [_macro(actor, row, teams.get(row.id, []), living) for row in rows]


def _macro(actor: StaffActor, row: Macro, team_ids: Sequence[int], living: Living) -> Row:
    own = row.owner_id is not None
    return {
        "id": str(row.id),
        "name": row.name,
        "personal": own,
        "team_ids": [str(team) for team in team_ids],
        "active": row.active,
        "usable": usable(actor, row, team_ids),
        "editable": has_right(actor, "me.edit") if own else bool(may_share(actor, team_ids)),
        "steps": row.steps,
        "warnings": warnings_of(row.steps, living),
    }


def actions() -> Row:
    """What macros are made of, in the reader's language."""
    return {
        "actions": [{"name": one.name, "label": str(one.label), "control": one.control} for one in ACTIONS],
        "placeholders": [{"name": name, "label": str(label)} for name, label in PLACEHOLDERS.items()],
    }


def prepared(found: Prepared) -> Row:
    """What a macro would do, as edits whose base is the ticket as it was just read."""
    situation, intent = found.situation, found.intent
    changes = {
        name: {"base": _shown(name, situation.ticket[name]), "mine": _shown(name, value)}
        for name, value in intent.fields.items()
        if situation.ticket[name] != value
    }
    if intent.tags is not None and _tags(situation) != intent.tags:
        changes["tags"] = {"base": _tags(situation), "mine": intent.tags}
    return {
        "id": str(found.macro.id),
        "name": found.macro.name,
        "visibility": intent.visibility,
        "body_html": intent.html,
        "changes": changes,
        "skipped": [str(sentence) for sentence in intent.skipped],
    }


def _tags(situation: Situation) -> list[str]:
    return list(situation.tags)


def _shown(name: str, value: Json) -> Json:
    if value is None:
        return None
    return isoformat(value) if name == "due_at" else EDITABLE[name].show(value)
