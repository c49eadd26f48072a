"""The catalogue: every fact that conditions may speak about, with both ways of reading it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Expression

from tandem.conditions.sources import Column, Source
from tandem.conditions.types import ValueType
from tandem.infra.words import Words

Reader = Callable[[Any], Any]


class Fact(StrEnum):
    """What kind of fact a field is. Changes and events exist only while one is handled, so SQL cannot search them; facts of
    the clock are read from the context, the same for every record."""

    STATE = "state"
    CHANGE = "change"
    EVENT = "event"
    CLOCK = "clock"


@dataclass(frozen=True)
class Field:
    """One fact. `column` is how SQL reads it (an ORM path, an expression or a Source; None: SQL cannot), `reader` takes it
    from a snapshot (from the context, for a fact of the clock), `before` takes its value before the change from the snapshot
    and allows the operators of change."""

    key: str
    label: Words
    type: ValueType
    reader: Reader
    column: str | Expression | Source | None = None
    kind: Fact = Fact.STATE
    before: Reader | None = None
    sortable: bool = False

    @property
    def source(self) -> Source | None:
        """Where SQL finds the value; None for facts that only a snapshot knows."""
        if self.column is None or self.kind in (Fact.CHANGE, Fact.EVENT):
            return None
        return self.column if isinstance(self.column, Source) else Column(self.column)

    def where(self, **lookups: Any) -> Q:
        """SQL: set, and all of the lookups (at least one) hold. Raises TypeError where SQL cannot read the field."""
        return self._readable().where(**lookups)

    def is_unset(self) -> Q:
        """SQL: not set. Raises TypeError where SQL cannot read the field."""
        source, present = self._readable(), self.type.present
        return ~source.where(**present) if present else source.is_null()

    def _readable(self) -> Source:
        if (source := self.source) is None:
            raise TypeError(f"{self.key} is not readable by SQL")
        return source

    def read(self, snapshot: Any) -> Hashable | None:
        """The value now, normalised; None when not set. A fact of the clock is read from the context instead of a snapshot."""
        return self.type.normalise(self.reader(snapshot))

    def read_pair(self, snapshot: Any) -> tuple[Hashable | None, Hashable | None]:
        """The values before and after the change that is being handled. Raises TypeError for a field without `before`."""
        if self.before is None:
            raise TypeError(f"{self.key} does not know its value before the change")
        return self.type.normalise(self.before(snapshot)), self.read(snapshot)


class Catalogue:
    """An immutable set of fields by key. Raises ValueError when a key is given twice."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields: dict[str, Field] = {}
        for field in fields:
            if field.key in self._fields:
                raise ValueError(f"two condition fields are called {field.key}")
            self._fields[field.key] = field

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def get(self, key: str) -> Field | None:
        """The field, or None."""
        return self._fields.get(key)

    def with_fields(self, fields: Iterable[Field]) -> Catalogue:
        """A new catalogue with more fields, such as an installation's custom ones."""
        return Catalogue([*self, *fields])
