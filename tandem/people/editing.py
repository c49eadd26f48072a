"""Edits of people and groups: the three-way merge for authors who said what they saw, and for programs that did not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from tandem.kernel.changes import ChangeSet, Json, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.merging import Clash, Edit, merge_set, merge_value, refuse
from tandem.people.models import Person

#: The base of an edit whose author did not say what they saw: it counts against what is there now.
UNSEEN: Final = object()

CONFLICT: Final = "record.edit_conflict"


def merge_field(run: Run, changes: ChangeSet, ref: Ref, name: str, edit: Edit) -> list[Clash]:
    """Plan one plain field, or give back the clash that forbids it."""
    theirs = run.before(ref, name)
    clash = None if edit.base is UNSEEN else merge_value(name, edit, theirs)
    if clash is not None:
        return [clash]
    changes.set(ref, name, theirs, edit.mine)
    return []


def merged_members(edit: Edit, current: Collection[Json]) -> tuple[tuple[Json, ...], tuple[Json, ...]]:
    """(added, removed) of a set; without a base, what makes it exactly `mine`."""
    return merge_set(Edit(current, edit.mine) if edit.base is UNSEEN else edit, current)


def merge_members(run: Run, changes: ChangeSet, ref: Ref, name: str, edit: Edit) -> None:
    """Plan one set of a record."""
    changes.append(SetChange(ref, name, *merged_members(edit, run.members(ref, name))))


def refuse_clashes(ref: Ref, clashes: Collection[Clash]) -> None:
    """Raises Conflict, with the name of whoever was first, when there are clashes."""
    if not clashes:
        return
    conflict = refuse(CONFLICT, ref, clashes, {clash.field: _shown(clash) for clash in clashes})
    conflicts = cast("list[dict[str, Any]]", conflict.extra["conflicts"])
    ids = {int(entry["by"]["id"]) for entry in conflicts if entry["by"]["id"]}
    names = dict(Person.objects.filter(id__in=ids).values_list("id", "name"))
    for entry in conflicts:
        entry["by"]["name"] = names.get(int(entry["by"]["id"] or 0), "")
    raise conflict


def _shown(clash: Clash) -> Mapping[str, Json]:
    sides = {"base": clash.base, "theirs": clash.theirs, "mine": clash.mine}
    whole = {side for side, value in sides.items() if isinstance(value, int) and not isinstance(value, bool)}
    return {side: str(value) if side in whole else value for side, value in sides.items()}
