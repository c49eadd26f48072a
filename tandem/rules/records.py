"""The kinds of rules that the pipeline tracks."""

from __future__ import annotations

from tandem.kernel.records import RecordKind, SetField
from tandem.rules.policies import MacroPolicy

MACRO = RecordKind(
    name="macro",
    model="rules.Macro",
    policy=MacroPolicy(),
    created="macro.created",
    removed="macro.deleted",
    tracked={
        "name": "macro.renamed",
        "name_key": None,
        "active": "macro.switched",
        "steps": "macro.steps_changed",
    },
    sets={"teams": SetField(model="rules.MacroTeam", owner="macro_id", value="team_id", event="macro.teams_changed")},
)
