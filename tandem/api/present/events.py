"""Events as JSON, with names instead of ids and a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.infra.clock import isoformat
from tandem.infra.prepared import Prepared, blanks, prepare
from tandem.kernel.history import EventRow
from tandem.people.models import Department, Person, Team
from tandem.tickets.models import Status
from tandem.tickets.sentences import sentence
from tandem.tickets.vocabulary import PRIORITIES, PRIORITY_NAMES, STATUS_NAMES, TYPE_NAMES

Row = dict[str, Any]
_PEOPLE_FIELDS = frozenset({"owner", "requester"})


class Labels:
    """Names of everything that a page of events refers to: at most four queries."""

    def __init__(self, events: Sequence[EventRow]) -> None:
        people = {event.actor_id for event in events if event.actor_id}
        people |= _ids(events, _PEOPLE_FIELDS) | _members(events)
        named = Person.objects.filter(id__in=people).values_list("id", "name", "email") if people else ()
        # Many customers have never said their name: their address is what a colleague knows them by.
        self._people = {person: name or email or "" for person, name, email in named}
        statuses = _ids(events, {"status"})
        self._statuses = {}
        if statuses:
            for status, slug, name in Status.objects.filter(id__in=statuses).values_list("id", "slug", "name"):
                self._statuses[status] = name or STATUS_NAMES.get(slug, slug)
        teams = _ids(events, {"team"})
        self._teams = dict(Team.objects.filter(id__in=teams).values_list("id", "name")) if teams else {}
        departments = _ids(events, {"department"})
        found = Department.objects.filter(id__in=departments).values_list("id", "name") if departments else ()
        self._departments = dict(found)

    def person(self, identifier: int | None) -> str:
        """The name of somebody."""
        return self._people.get(identifier, "") if identifier else ""

    def of(self, field: str | None, value: Any) -> str | None:
        """What a person reads for a stored value of a field."""
        if value is None or field is None:
            return None
        if field in {"tags"} and isinstance(value, list):
            return ", ".join(value)
        if field == "cc" and isinstance(value, list):
            return ", ".join(self.person(int(member)) or _("removed") for member in value)
        if field in {"priority", "type"}:
            return _word(get_language(), field, value)
        if field == "due_at":
            return isoformat(value)
        names: dict[str, dict[int, Any]] = {
            "owner": self._people,
            "requester": self._people,
            "status": self._statuses,
            "team": self._teams,
            "department": self._departments,
        }
        if field in names:
            name = names[field].get(int(value))
            return _("removed") if name is None else str(name)
        return str(value)


@lru_cache(maxsize=1024)
def _word(_language: str | None, field: str, value: Any) -> str:
    """Translated once in each language: a history says the same few words over and over."""
    return str(PRIORITY_NAMES[PRIORITIES[value]] if field == "priority" else TYPE_NAMES.get(value, value))


@lru_cache(maxsize=4096)
def _sentence(_language: str | None, kind: str, field: str | None, old: str | None, new: str | None) -> str:
    return sentence(kind, field, old, new)


@cache
def _names(length: int) -> Prepared:
    return prepare(Person.objects.filter(id__in=blanks("id", length)).values_list("id", "name"))


def _ids(events: Iterable[EventRow], fields: Iterable[str]) -> set[int]:
    wanted = set(fields)
    return {
        int(value) for event in events if event.field in wanted for value in (event.old, event.new) if value is not None
    }


def _members(events: Iterable[EventRow]) -> set[int]:
    return {
        int(member)
        for event in events
        if event.field == "cc"
        for side in (event.old, event.new)
        for member in side or ()
    }


def present(events: Sequence[EventRow]) -> list[Row]:
    """Some events of one stream as JSON."""
    labels, language = Labels(events), get_language()
    return [_event(event, labels, language) for event in events]


def _event(event: EventRow, labels: Labels, language: str | None) -> Row:
    old_label, new_label = labels.of(event.field, event.old), labels.of(event.field, event.new)
    actor = labels.person(event.actor_id)
    return {
        "id": str(event.id),
        "seq": event.seq,
        "kind": event.kind,
        "at": isoformat(event.at),
        "actor": {"id": str(event.actor_id) if event.actor_id else None, "name": actor, "kind": event.actor_kind},
        "field": event.field,
        "old": event.old,
        "new": event.new,
        "old_label": old_label,
        "new_label": new_label,
        "message_id": str(event.part_id) if event.part_kind == "message" else None,
        "cause": {"kind": event.cause["kind"], "label": cause_label(event.cause["kind"])} if event.cause else None,
        "change_id": str(event.change_id),
        "sentence": _sentence(language, event.kind, event.field, old_label, new_label),
    }


def cause_label(kind: str) -> str:
    """The mechanism behind an automatic change, in words."""
    return {"reopened_by_customer": _("customer's reply")}.get(kind, kind)
