"""What a person reads instead of the ids and slugs of a condition, and what of it is no longer there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tandem.conditions.clock_fields import WEEKDAY_NAMES
from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.nodes import Node, Rule, Scalar
from tandem.conditions.problems import Problem
from tandem.conditions.types import Reference, SetOf
from tandem.infra.words import Words
from tandem.people.models import Department, Organisation, Person, Team
from tandem.tickets.condition_fields import CATALOGUE
from tandem.tickets.event_fields import AUTHOR_NAMES, EVENT_NAMES, VISIBILITY_NAMES
from tandem.tickets.models import Status
from tandem.tickets.vocabulary import (
    CHANNEL_NAMES,
    GROUP_NAMES,
    PRIORITY_NAMES,
    STATUS_NAMES,
    TYPE_NAMES,
    WRITER_NAMES,
)

#: Where a builder lists a field.
TOPIC_NAMES: Final[dict[str, Words]] = {
    "ticket": _("Ticket"),
    "people": _("People"),
    "times": _("Times"),
    "event": _("What happened"),
    "clock": _("Clock"),
}
#: Field -> words of its closed list.
WORDS_OF: Final[dict[str, Mapping[str, Words]]] = {
    "priority": PRIORITY_NAMES,
    "type": TYPE_NAMES,
    "group": GROUP_NAMES,
    "channel": CHANNEL_NAMES,
    "last_writer": WRITER_NAMES,
    "event": EVENT_NAMES,
    "author_kind": AUTHOR_NAMES,
    "message_visibility": VISIBILITY_NAMES,
    "message_channel": CHANNEL_NAMES,
    "now_weekday": WEEKDAY_NAMES,
}
#: Kind of reference -> where its records are; `settings.CONDITION_REFERENCES` adds those of higher packages.
_MODELS: Final[dict[str, Any]] = {
    "person": Person,
    "team": Team,
    "department": Department,
    "organisation": Organisation,
}


@cache
def _elsewhere() -> Mapping[str, Callable[[set[int]], dict[int, str]]]:
    return {kind: import_string(path) for kind, path in settings.CONDITION_REFERENCES.items()}


def status_names() -> dict[str, str]:
    """Status slug -> its name in the active language; departments that call one slug differently are both named."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for slug, name in Status.objects.order_by("position", "id").values_list("slug", "name"):
        found[slug][name or str(STATUS_NAMES.get(slug, slug))] = None
    return {slug: " / ".join(names) for slug, names in found.items()}


class Named:
    """The names of everything that some conditions refer to: one query for each kind of record among them."""

    def __init__(self, conditions: Iterable[Node], catalogue: Catalogue = CATALOGUE) -> None:
        ids: dict[str, set[int]] = defaultdict(set)
        statuses = False
        self._catalogue = catalogue
        for rule in _rules(conditions):
            field = catalogue.get(rule.field)
            statuses = statuses or rule.field == "status"
            if field is not None and (kind := _reference(field)) is not None:
                ids[kind].update(int(str(value)) for value in _values(rule) if _is_id(value))
        self._names = {kind: _names(kind, wanted) for kind, wanted in ids.items() if wanted}
        self._statuses = status_names() if statuses else {}

    def name_of(self, field: Field, value: Scalar) -> str | None:
        """The name of a value, None where it is read as it is written."""
        if field.key == "status":
            return self._statuses.get(str(value))
        if (words := WORDS_OF.get(field.key)) is not None:
            word = words.get(str(value))
            return None if word is None else str(word)
        kind = _reference(field)
        if kind is None or not _is_id(value):
            return None
        return self._names.get(kind, {}).get(int(str(value))) or str(_("removed"))

    def gone(self, node: Node, pointer: str = "") -> list[Problem]:
        """Every rule that names a record which is not there any more."""
        if not isinstance(node, Rule):
            parts = (self.gone(child, f"{pointer}/rules/{place}") for place, child in enumerate(node.rules))
            return [problem for part in parts for problem in part]
        field = self._catalogue.get(node.field)
        if field is None or all(self._is_there(field, value) for value in _values(node)):
            return []
        return [Problem(f"{pointer}/value", "value_gone")]

    def _is_there(self, field: Field, value: Scalar) -> bool:
        if field.key == "status" and isinstance(value, str) and value:
            return value in self._statuses
        kind = _reference(field)
        return kind is None or not _is_id(value) or int(str(value)) in self._names.get(kind, {})


def _rules(nodes: Iterable[Node]) -> Iterable[Rule]:
    for node in nodes:
        if isinstance(node, Rule):
            yield node
        else:
            yield from _rules(node.rules)


def _values(rule: Rule) -> tuple[Scalar, ...]:
    return rule.value if isinstance(rule.value, tuple) else (rule.value,)


def _is_id(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() and value.isdigit() and 0 < int(value[:20]) < 1 << 63
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 63


def _reference(field: Field) -> str | None:
    """The kind of record that a field refers to, if its records can be looked up here."""
    item = field.type.item if isinstance(field.type, SetOf) else field.type
    return item.name if isinstance(item, Reference) and item.name in {*_MODELS, *_elsewhere()} else None


def _names(kind: str, ids: set[int]) -> dict[int, str]:
    """Id -> name of those that are there; many customers have never said theirs, and are known by their address."""
    if kind == "person":
        people = Person.objects.filter(id__in=ids).values_list("id", "name", "email")
        return {person: name or email for person, name, email in people}
    if kind in _elsewhere():
        return _elsewhere()[kind](ids)
    return dict(_MODELS[kind].objects.filter(id__in=ids).values_list("id", "name"))
