"""Edits of people and groups: the three-way merge for authors who said what they saw, and for programs that did not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from tandem.kernel.changes import ChangeSet, Json, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.merging import Clash, Edit, merge_set, merge_value, refuse

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


def refuse_clashes(ref: Ref, clashes: Collection[Clash], shown: Mapping[str, Mapping[str, Json]] | None = None) -> None:
    """Raises Conflict when there are clashes."""
    if clashes:
        raise refuse(CONFLICT, ref, clashes, shown or {})
