"""How SQL reaches a field: a column of the record, or rows of another table that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.db.models.expressions import Expression

#: Two-valued constants: an empty Q would stay "everything" when negated.
NEVER = Q(pk__in=[])
ALWAYS = ~NEVER


class Source:
    """Where the SQL side finds the value."""

    def where(self, **lookups: Any) -> Q:
        """True when the field is set and all lookups hold for its value; else false, never NULL."""
        raise NotImplementedError

    def is_null(self) -> Q:
        """NOT of `where()`, where possible in the form that an index serves."""
        return ~self.where()


@dataclass(frozen=True)
class Column(Source):
    """An ORM path over single-valued relations (`requester__organisation_id`), or an expression with an output field."""

    path: str | Expression

    def where(self, **lookups: Any) -> Q:
        # IS NOT NULL keeps the leaf two-valued: a bare `NULL = 5` would stay NULL under NOT.
        return Q(*(self._lookup(name, value) for name, value in ({"isnull": False} | lookups).items()))

    def is_null(self) -> Q:
        return Q(self._lookup("isnull", True))

    def _lookup(self, name: str, value: Any) -> Any:
        if isinstance(self.path, str):
            return (f"{self.path}__{name}", value)
        lookup = self.path.output_field.get_lookup(name)
        if lookup is None:
            raise TypeError(f"{self.path} has no lookup {name}")
        return lookup(self.path, value)


@dataclass(frozen=True)
class Either(Source):
    """Values of several places, for types of many values: it is found when one place has it, set when one place is."""

    places: tuple[Source, ...]

    def where(self, **lookups: Any) -> Q:
        return Q(*(place.where(**lookups) for place in self.places), _connector=Q.OR)


@dataclass(frozen=True)
class Through(Source):
    """Rows of `model` that point to the record by `owner` and hold the value in `value`.

    For sets (tags, followers) and for typed value rows of custom fields, where `only` picks the field. `outer` is what
    `owner` equals in the record, its key by default. `few` says that a value has few rows (the tickets that one person follows),
    so that the database may begin with them instead of asking at each record.
    """

    model: type[Model]
    owner: str
    value: str
    only: Mapping[str, Any] = field(default_factory=dict)
    outer: str = "pk"
    few: bool = False

    def where(self, **lookups: Any) -> Q:
        tests = {f"{self.value}__{name}": value for name, value in ({"isnull": False} | lookups).items()}
        rows = self.model._base_manager.filter(**self.only, **tests)
        if self.few and lookups:
            return Q(**{f"{self.outer}__in": rows.values(self.owner)})
        return Q(Exists(rows.filter(**{self.owner: OuterRef(self.outer)})))
