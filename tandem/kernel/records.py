"""What is tracked: one `RecordKind` for each kind of record, listed in `settings.RECORDS` in the order of insertion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from tandem.infra.ids import new_id
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.infra.words import Words
from tandem.kernel.actors import Actor
from tandem.kernel.changes import Json


class TrackedRecord(models.Model):
    """The one abstract parent: a record with a stream of events of its own.

    `seq` counts its events without a gap; `version` goes up by one per run and is the ETag.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    seq = models.IntegerField(default=0, editable=False)
    version = models.IntegerField(default=0, editable=False)

    class Meta:
        abstract = True


#: The kind of a field's event: fixed, computed from (old, new), or None for a derived column that is no event.
EventName = str | Callable[[Json, Json], str | None] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a policy; a refusal says why, in a sentence for the person who asked."""

    allowed: bool
    reason: Words = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


class Policy(Protocol):
    """Both questions about rights, side by side, so that they cannot drift: may this actor, and which may this actor see."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        """Whether the actor may do `verb` to `record` (None where the verb creates one)."""

    def visible(self, actor: Actor) -> models.Q:
        """The records that exist for this actor, as a filter on the kind's model."""


@dataclass(frozen=True, slots=True)
class SetField:
    """A set kept in rows of its own: `model` (app.Model) with a column for the owner and one for the value."""

    model: str
    owner: str
    value: str
    event: str

    def rows(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = _model(self.model)._base_manager.all()
        return rows

    def members(self, owner: int) -> frozenset[Json]:
        """The values of one owner."""
        return frozenset(value for (value,) in _members(self).rows(owner=owner))


@lru_cache
def _members(storage: SetField) -> Prepared:
    return prepare(storage.rows().filter(**{storage.owner: Blank("owner")}).values_list(storage.value))


@dataclass(frozen=True)
class RecordKind:
    """Everything that the pipeline knows of a kind.

    `created` names the event of an insertion, or computes it from the values (None: inserting is no event of its own).
    `tracked` maps each field that may change to the kind of its event; None means a column without an event (derived facts).
    A part has no stream of its own: `part_of` is (kind of the stream, attribute with its id). `seq_field` is where a part
    keeps the seq of its creation. `allocate` gives values that only the apply step may give, such as the ticket's number.
    `removed` names the event of a deletion for good, for kinds that allow one; earlier events go with the record unless
    `keeps_history` says that the configuration's history needs them. `touched_field` keeps when something last
    changed; a change of a `quiet` field, which is about people rather than the matter, does not move it.
    """

    name: str
    model: str
    policy: Policy
    created: str | Callable[[Mapping[str, Json]], str | None]
    tracked: Mapping[str, EventName] = field(default_factory=dict)
    sets: Mapping[str, SetField] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    part_of: tuple[str, str] | None = None
    seq_field: str | None = None
    touched_field: str | None = None
    quiet: frozenset[str] = frozenset()
    summary: Callable[[Mapping[str, Json]], Json] | None = None
    allocate: Callable[[], dict[str, Json]] | None = None
    removed: str | None = None
    keeps_history: bool = False

    def model_class(self) -> type[models.Model]:
        return _model(self.model)

    def attribute(self, field_name: str) -> str:
        """The attribute that holds a field's plain value: `owner_id` for the relation `owner`."""
        return _attribute(self.model, field_name)

    def created_value(self, field_name: str, values: Mapping[str, Json]) -> Json:
        """What a field of a new record is: as given, by its name or its attribute, else the column's default."""
        column: Any = self.model_class()._meta.get_field(field_name)
        given = [values[name] for name in (field_name, column.attname) if name in values]
        return given[0] if given else column.get_default()

    def created_event(self, values: Mapping[str, Json]) -> str | None:
        return self.created(values) if callable(self.created) else self.created


@cache
def _model(path: str) -> type[models.Model]:
    return apps.get_model(path)


@cache
def _attribute(path: str, field_name: str) -> str:
    return str(_model(path)._meta.get_field(field_name).attname)  # type: ignore[union-attr]


@cache
def record_kinds() -> dict[str, RecordKind]:
    """All kinds by name, in the order of `settings.RECORDS`. A kind without a policy does not pass the type checker,
    and one whose policy lacks either question fails here, at start."""
    kinds: dict[str, RecordKind] = {}
    for path in settings.RECORDS:
        kind: RecordKind = import_string(path)
        if not callable(getattr(kind.policy, "may", None)) or not callable(getattr(kind.policy, "visible", None)):
            raise TypeError(f"the record kind {kind.name!r} needs a policy with both may and visible")
        kinds[kind.name] = kind
    return kinds
