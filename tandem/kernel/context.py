"""The run: what a plan, an extender, a guard or a projection may look at while a command is carried out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tandem.infra.ids import new_id
from tandem.kernel.actors import Actor
from tandem.kernel.changes import ChangeSet, FieldChange, Json, NewRecord, Ref
from tandem.kernel.errors import NotFound
from tandem.kernel.records import record_kinds

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Traced:
    """One line of why the run did what it did: which part, about which record, with what outcome."""

    part: str
    ref: Ref | None
    outcome: str
    detail: Json = None


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a stream has come."""

    seq: int
    version: int


@dataclass
class Run:
    """One carrying-out of one command. `records` holds the locked rows as they were before; `stands`, once the changes are
    applied, how far each stream that they touched has come."""

    actor: Actor
    now: int
    records: dict[Ref, Any] = field(default_factory=dict)
    sets: dict[tuple[Ref, str], frozenset[Json]] = field(default_factory=dict)
    stands: dict[Ref, Stand] = field(default_factory=dict)
    memory: dict[Hashable, Any] = field(default_factory=dict)
    change_id: int = field(default_factory=new_id)
    trace: list[Traced] = field(default_factory=list)
    new_id: Callable[[], int] = new_id

    def record(self, ref: Ref) -> Any:
        """A target as it was before this run. Raises NotFound if the run does not hold it."""
        try:
            return self.records[ref]
        except KeyError:
            raise NotFound() from None

    def before(self, ref: Ref, field_name: str) -> Json:
        """A field's plain value before this run; None for a record that did not exist."""
        record = self.records.get(ref)
        return None if record is None else getattr(record, record_kinds()[ref.kind].attribute(field_name))

    def after(self, changes: ChangeSet, ref: Ref, field_name: str) -> Json:
        """A field's plain value as it will be when `changes` are applied."""
        value = self.before(ref, field_name)
        for change in changes:
            if change.ref != ref:
                continue
            if isinstance(change, NewRecord):
                value = record_kinds()[ref.kind].created_value(field_name, change.values)
            elif isinstance(change, FieldChange) and change.field == field_name:
                value = change.new
        return value

    def members(self, ref: Ref, field_name: str) -> frozenset[Json]:
        """A set of a record before this run, read once."""
        if (ref, field_name) not in self.sets:
            self.sets[ref, field_name] = record_kinds()[ref.kind].sets[field_name].members(ref.id)
        return self.sets[ref, field_name]

    def visible(self, kind: str, ids: Iterable[int]) -> Mapping[int, Any]:
        """Records that an input refers to, by id. Raises NotFound unless every one exists for this actor."""
        wanted = set(ids)
        found: dict[int, Any] = {}
        if wanted:
            record_kind = record_kinds()[kind]
            rows = record_kind.model_class()._base_manager.filter(record_kind.policy.visible(self.actor), pk__in=wanted)
            found = {row.pk: row for row in rows}
        if set(found) != wanted:
            raise NotFound()
        return found

    def remember(self, name: Hashable, read: Callable[[], Known]) -> Known:
        """What `read` gave when it was asked for under this name first: under the lock nothing changes until the run is over."""
        if name not in self.memory:
            self.memory[name] = read()
        known: Known = self.memory[name]
        return known

    def note(self, part: str, ref: Ref | None, outcome: str, detail: Json = None) -> None:
        """Add a line to the trace, once: what is refused in one round is asked for again in the next."""
        line = Traced(part, ref, outcome, detail)
        if line not in self.trace:
            self.trace.append(line)
