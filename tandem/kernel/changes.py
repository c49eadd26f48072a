"""Change sets: what a command wants to be true afterwards, as data. Nothing here touches a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: Values are what JSON can hold; people and rows are referred to by id.
Json = Any


class Ref(NamedTuple):
    """One tracked record: its kind's name and its id. A tuple, since it is compared and looked up more than anything else."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a change was made when nobody asked for it in person: `kind` names the mechanism, `id` its row, if it has one."""

    kind: str
    id: int | None = None
    version: int | None = None

    def to_json(self) -> dict[str, Json]:
        return {"kind": self.kind, "id": None if self.id is None else str(self.id), "version": self.version}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record from `old` to `new`."""

    ref: Ref
    field: str
    old: Json
    new: Json
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class SetChange:
    """Additions to and removals from a set of one record (tags, copies, members)."""

    ref: Ref
    field: str
    added: tuple[Json, ...]
    removed: tuple[Json, ...]
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to insert. `derived` is for projections (search tokens): computed before the lock, stored by them."""

    ref: Ref
    values: Mapping[str, Json]
    cause: Cause | None = None
    derived: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a record without changing it: signed in, sign-in failed, raw mail viewed."""

    ref: Ref
    kind: str
    data: Json = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """A record to delete for good, with all that hangs on it. Its earlier events go with it; the one that tells of the
    removal stays, and says `data`: nothing of the content."""

    ref: Ref
    data: Json = None
    cause: Cause | None = None


Change = FieldChange | SetChange | NewRecord | Fact | Removal


@dataclass(frozen=True, slots=True)
class EffectRequest:
    """An effect to enqueue in the same transaction. `key` is unique within its kind: asking twice enqueues once."""

    kind: str
    key: str
    payload: Mapping[str, Json]
    lane: str | None = None
    not_before: int = 0


class ChangeSet:
    """An ordered list of changes, with the effects asked for directly.

    Setting a field twice keeps the first `old` and the last `new`; a change back to the first value disappears, so that
    the history never shows a change that was none.
    """

    def __init__(self, changes: Iterable[Change] = (), effects: Iterable[EffectRequest] = ()) -> None:
        self._changes: list[Change] = []
        self.effects: list[EffectRequest] = list(effects)
        for change in changes:
            self.append(change)

    def __iter__(self) -> Iterator[Change]:
        return iter(self._changes)

    def __len__(self) -> int:
        return len(self._changes)

    def append(self, change: Change) -> bool:
        """Add one change, folding it into an earlier one of the same field; whether anything is different now."""
        if isinstance(change, FieldChange):
            earlier = self.changed(change.ref, change.field)
            if earlier is not None:
                if earlier.new == change.new:
                    return False
                self._changes.remove(earlier)
                change = FieldChange(change.ref, change.field, earlier.old, change.new, change.cause)
            if change.old == change.new:
                return earlier is not None
        if isinstance(change, SetChange):
            change = self._without_what_is_so(change)
            if not change.added and not change.removed:
                return False
        self._changes.append(change)
        return True

    def _without_what_is_so(self, change: SetChange) -> SetChange:
        """A member is not told twice; one that is added and removed by different causes is told of both."""
        so: dict[Json, bool] = {}
        for earlier in self._changes:
            if isinstance(earlier, SetChange) and (earlier.ref, earlier.field) == (change.ref, change.field):
                so |= dict.fromkeys(earlier.removed, False) | dict.fromkeys(earlier.added, True)
        added = tuple(member for member in change.added if so.get(member) is not True)
        removed = tuple(member for member in change.removed if so.get(member) is not False)
        return SetChange(change.ref, change.field, added, removed, change.cause)

    def set(self, ref: Ref, field_name: str, old: Json, new: Json, cause: Cause | None = None) -> bool:
        """Ask for a field to become `new`; nothing is recorded when it is already. Whether anything is different now."""
        return self.append(FieldChange(ref, field_name, old, new, cause))

    def create(self, ref: Ref, values: Mapping[str, Json], cause: Cause | None = None, **derived: Json) -> None:
        """Ask for a new record."""
        self.append(NewRecord(ref, dict(values), cause, derived))

    def extend(self, other: ChangeSet) -> None:
        """Take over everything of another plan: this is how commands compose."""
        for change in other:
            self.append(change)
        self.effects.extend(other.effects)

    def changed(self, ref: Ref, field_name: str) -> FieldChange | None:
        """The change of this field in this run, if there is one."""
        for change in self._changes:
            if isinstance(change, FieldChange) and change.ref == ref and change.field == field_name:
                return change
        return None

    def created(self, kind: str) -> list[NewRecord]:
        """The new records of a kind, in order."""
        return [change for change in self._changes if isinstance(change, NewRecord) and change.ref.kind == kind]
