"""Events as JSON, with names instead of ids and a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db.models import Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.api.present.writing import writing
from tandem.infra.clock import isoformat
from tandem.infra.prepared import Prepared, blanks, prepare, rows_of
from tandem.kernel.actors import Actor
from tandem.kernel.history import EventRow
from tandem.people.models import Department, Person, Team
from tandem.tickets.history import GROUPS, NOBODY, Facets
from tandem.tickets.models import Attachment, Conversation, Status
from tandem.tickets.queries import numbers_of_ids
from tandem.tickets.sentences import sentence
from tandem.tickets.vocabulary import PRIORITIES, PRIORITY_NAMES, STATUS_NAMES, TYPE_NAMES

Json = dict[str, Any]
_PEOPLE_FIELDS = frozenset({"owner", "requester"})
#: Events that name another ticket.
_ABOUT_TICKETS = frozenset({"ticket.cloned", "ticket.cloned_from", "message.moved_away", "message.moved_here"})
_PEOPLE_SETS = frozenset({"cc", "followers"})


class Labels:
    """Names of everything that a page of events refers to, in one language: at most four queries."""

    def __init__(self, events: Sequence[EventRow], language: str | None) -> None:
        self._language = language
        ids: dict[str, set[int]] = {"people": set(), "status": set(), "team": set(), "department": set()}
        people = ids["people"]
        for event in events:
            if event.actor_id:
                people.add(event.actor_id)
            people.update(_also_named(event))
            if (field := event.field) is None:
                continue
            if field in _PEOPLE_SETS:
                people.update(int(member) for side in (event.old, event.new) for member in side or ())
            elif (wanted := people if field in _PEOPLE_FIELDS else ids.get(field)) is not None:
                wanted.update(int(value) for value in (event.old, event.new) if value is not None)
        # By the same statement: ids are those of one record in the whole house.
        conversations = {int(found) for event in events if (found := conversation_of(event))}
        named = _found(_named if conversations else _people, people | conversations)
        # Many customers have never said their name: their address is what a colleague knows them by.
        self._people = {person: name or email or "" for person, name, email in named}
        statuses = {id_: name or STATUS_NAMES.get(slug, slug) for id_, slug, name in _found(_statuses, ids["status"])}
        files = [event.part_id for event in events if event.part_kind == "attachment" and event.part_id]
        rows = Attachment.objects.filter(id__in=files).values_list("id", "name") if files else ()
        self._files: dict[int, str] = dict(rows)
        self._names: dict[str, dict[int, Any]] = {
            "owner": self._people,
            "requester": self._people,
            "status": statuses,
            "team": dict(_found(_teams, ids["team"])),
            "department": dict(_found(_departments, ids["department"])),
        }

    def file(self, identifier: int | None) -> str | None:
        """What a file of a message is called. Events hold no names of files, so that they go when somebody is erased."""
        return self._files.get(identifier or 0)

    def conversation(self, identifier: str | None) -> str | None:
        """What a further conversation is called now. Events hold no titles, so that they go when somebody is erased."""
        return None if identifier is None else self._people.get(int(identifier))

    def person(self, identifier: int | None) -> str:
        """The name of somebody."""
        return self._people.get(identifier, "") if identifier else ""

    def of(self, field: str, value: Any) -> str | None:
        """What a person reads for a stored value of a field."""
        if value is None:
            return None
        if field == "tags" and isinstance(value, list):
            return ", ".join(value)
        if field in _PEOPLE_SETS and isinstance(value, list):
            return ", ".join(self.person(int(member)) or _("removed") for member in value)
        if field in {"priority", "type"}:
            return _word(self._language, field, value)
        if field == "due_at":
            return isoformat(value)
        if field in self._names:
            name = self._names[field].get(int(value))
            return _("removed") if name is None else str(name)
        return str(value)


def _found(statement: Callable[[int], Prepared], ids: set[int]) -> list[tuple[Any, ...]]:
    return rows_of(statement, "id", list(ids)) if ids else []


@cache
def _people(length: int) -> Prepared:
    return prepare(Person.objects.filter(id__in=blanks("id", length)).values_list("id", "name", "email"))


@cache
def _named(length: int) -> Prepared:
    titles = Conversation.objects.filter(id__in=blanks("id", length))
    people = Person.objects.filter(id__in=blanks("id", length)).values_list("id", "name", "email")
    return prepare(people.union(titles.values_list("id", "title", Value("")), all=True))


def conversation_of(event: EventRow) -> str | None:
    """The id of the further conversation that was written in, or that an event is about."""
    if event.part_kind == "conversation":
        return str(event.part_id)
    said = event.new if event.part_kind == "message" and event.field is None else None
    return said.get("conversation") if isinstance(said, dict) else None


def writers_in(event: EventRow) -> list[int]:
    """Ids of those who had the draft of a message before whoever sent it."""
    said = event.new if event.part_kind == "message" and event.field is None else None
    return [int(one) for one in said.get("writers") or ()] if isinstance(said, dict) else []


def _also_named(event: EventRow) -> list[int]:
    return [int(event.new["person"])] if event.kind.startswith("draft.") else writers_in(event)


@cache
def _statuses(length: int) -> Prepared:
    return prepare(Status.objects.filter(id__in=blanks("id", length)).values_list("id", "slug", "name"))


@cache
def _teams(length: int) -> Prepared:
    return prepare(Team.objects.filter(id__in=blanks("id", length)).values_list("id", "name"))


@cache
def _departments(length: int) -> Prepared:
    return prepare(Department.objects.filter(id__in=blanks("id", length)).values_list("id", "name"))


@lru_cache(maxsize=1024)
def _word(_language: str | None, field: str, value: Any) -> str:
    """Translated once in each language: a history says the same few words over and over."""
    return str(PRIORITY_NAMES[PRIORITIES[value]] if field == "priority" else TYPE_NAMES.get(value, value))


@lru_cache(maxsize=4096)
def _sentence(_language: str | None, kind: str, field: str | None, old: str | None, new: str | None) -> str:
    return sentence(kind, field, old, new)


def present(events: Sequence[EventRow], reader: Actor | None = None) -> list[Json]:
    """Some events of one stream as JSON. Other tickets that they speak of are named as far as the reader sees them."""
    language = get_language()
    others = _other_tickets(events, reader)
    labels = Labels(events, language)
    actors: dict[tuple[str, int | None], Json] = {}
    shown = []
    for event in events:
        key = event.actor_kind, event.actor_id
        if (actor := actors.get(key)) is None:
            actor = actors[key] = _actor(event, labels)
        shown.append(_event(event, labels, language, actor, others))
    return shown


def _other_tickets(events: Sequence[EventRow], reader: Actor | None) -> dict[int, int]:
    ids = {int(event.new["ticket"]) for event in events if event.kind in _ABOUT_TICKETS}
    return numbers_of_ids(reader, ids) if ids and reader is not None else {}


def _actor(event: EventRow, labels: Labels) -> Json:
    identifier = str(event.actor_id) if event.actor_id else None
    return {"id": identifier, "name": labels.person(event.actor_id), "kind": event.actor_kind}


def _event(event: EventRow, labels: Labels, language: str | None, actor: Json, others: Mapping[int, int]) -> Json:
    field, old, new = event.field, event.old, event.new
    old_label = new_label = None
    if field is not None:
        old_label, new_label = labels.of(field, old), labels.of(field, new)
    elif event.kind == "ticket.snoozed":
        new = {"until": isoformat(new["until"])}
    elif event.part_kind == "attachment":
        new_label = labels.file(event.part_id)
    elif event.kind.startswith("draft."):
        new_label = labels.person(int(new["person"]))
    conversation = conversation_of(event)
    if conversation is not None:
        new_label = labels.conversation(conversation)
    other = others.get(int(new["ticket"])) if event.kind in _ABOUT_TICKETS else None
    if other is not None:
        new_label = f"#{other}"
    return {
        "id": str(event.id),
        "seq": event.seq,
        "kind": event.kind,
        "at": isoformat(event.at),
        "actor": actor,
        "field": field,
        "old": old,
        "new": new,
        "old_label": old_label,
        "new_label": new_label,
        "ticket_number": other,
        "message_id": str(event.part_id) if event.part_kind == "message" else None,
        "conversation_id": conversation,
        "writing": writing(writers_in(event), event.actor_id, labels.person),
        "cause": {"kind": event.cause["kind"], "label": cause_label(event.cause["kind"])} if event.cause else None,
        "change_id": str(event.change_id),
        "sentence": _sentence(language, event.kind, field, old_label, new_label),
    }


def facets(found: Facets) -> Json:
    """What a history can be filtered by; the busiest first."""
    ids = [person for person in found.people if person is not None]
    rows = Person.objects.filter(id__in=ids).values_list("id", "name", "email", "role")
    people = [
        {"id": str(id_), "name": name or email, "kind": "agent" if role else "customer", "count": found.people[id_]}
        for id_, name, email, role in rows
    ]
    if None in found.people:
        people.append({"id": NOBODY, "name": "", "kind": "system", "count": found.people[None]})
    return {
        "people": sorted(people, key=lambda person: -int(person["count"])),
        "fields": [{"name": name, "count": count} for name, count in sorted(found.fields.items())],
        "kinds": [{"name": name, "count": found.groups[name]} for name in GROUPS if name in found.groups],
    }


def cause_label(kind: str) -> str:
    """The mechanism behind an automatic change, in words."""
    words = {
        "reopened_by_customer": _("customer's reply"),
        "woken_by_customer": _("customer's reply"),
        "snooze_over": _("the time is over"),
        "customer_followed": _("follows this customer"),
        "mentioned": _("mentioned in a note"),
        "joined_conversation": _("joined a conversation"),
        "blocked_sender": _("blocked sender"),
        "acknowledgement": _("acknowledgement of the mailbox"),
        "customers.merge": _("customers merged"),
    }
    return words.get(kind, kind)
