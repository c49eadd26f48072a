"""Save a view for oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.saved_views.content import MAX_NAME, MAX_VIEWS, check_condition, check_name, check_sort, name_key
from tandem.saved_views.models import SavedView


@dataclass(frozen=True, slots=True)
class Reads:
    """The condition as it is stored, and the place behind all others."""

    condition: dict[str, Any]
    position: int


@dataclass
class CreateView(Command[Reads]):
    """It belongs to whoever saves it. Names are unique for each owner; a race for one is lost by the database's constraint."""

    verb = "saved_view.create"
    creates = "saved_view"

    name: str
    condition: Any
    sort: str = "-updated"

    def read(self, run: Run) -> Reads:
        check_name(self.name, run.actor.person_id)
        check_sort(self.sort)
        condition = check_condition(self.condition)
        positions = list(SavedView.objects.filter(owner_id=run.actor.person_id).values_list("position", flat=True))
        if len(positions) >= MAX_VIEWS:
            raise Invalid([Problem("", "too_many", _("You have as many views as you can have. Delete one first."))])
        return Reads(condition, max(positions, default=-1) + 1)

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        name = one_line(self.name, MAX_NAME)
        values = {
            "owner_id": run.actor.person_id,
            "name": name,
            "name_key": name_key(name),
            "condition": reads.condition,
            "sort": self.sort,
            "position": reads.position,
            "created_at": run.now,
        }
        changes.create(Ref("saved_view", run.new_id()), values)
        return changes
