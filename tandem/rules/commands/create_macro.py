"""Save a macro, for oneself or for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Json, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden
from tandem.people.references import check_teams
from tandem.rules.names import MAX_NAME, check_name, name_key
from tandem.rules.policies import may_share


@dataclass
class CreateMacro(Command[None]):
    """`steps` in stored form (`actions.registry.read_steps`); `public` ones may be kept for some teams."""

    verb = "macro.create"
    creates = "macro"

    name: str
    steps: Sequence[Mapping[str, Json]]
    public: bool = False
    team_ids: Sequence[int] = ()

    def read(self, run: Run) -> None:
        if self.public:
            check_teams(self.team_ids)
            verdict = may_share(run.actor, self.team_ids)
            if not verdict:
                raise Forbidden(verdict.reason)
        check_name(self.name, None if self.public else run.actor.person_id)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        macro = Ref("macro", run.new_id())
        values: dict[str, Json] = {
            "name": one_line(self.name, MAX_NAME),
            "name_key": name_key(self.name),
            "owner_id": None if self.public else run.actor.person_id,
            "steps": [dict(step) for step in self.steps],
            "created_at": run.now,
        }
        changes.create(macro, values)
        if self.public:
            changes.append(SetChange(macro, "teams", tuple(dict.fromkeys(self.team_ids)), ()))
        return changes
