"""Views and the fields of conditions as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tandem.channels.email.models import Mailbox
from tandem.conditions.describe import WORDS
from tandem.conditions.editors import OPERATOR_NAMES, editor_of
from tandem.conditions.fields import Field
from tandem.conditions.nodes import to_json
from tandem.conditions.operators import operators_for
from tandem.conditions.problems import Problem
from tandem.conditions.types import Reference, SetOf
from tandem.people import queries
from tandem.people.actors import StaffActor, has_right
from tandem.saved_views.queries import OwnView
from tandem.tickets import listing
from tandem.tickets.condition_fields import CATALOGUE, TOPIC_OF
from tandem.tickets.condition_words import TOPIC_NAMES, WORDS_OF, status_names
from tandem.tickets.preset_views import PRESET_VIEWS, PresetView, as_written

Json = dict[str, Any]
#: Fields whose values are too many to be listed -> what finds them.
_FOUND_BY: Final[Mapping[str, str]] = {
    "requester": "customers",
    "cc": "customers",
    "organisation": "organisations",
    "tags": "tags",
}


def views(actor: StaffActor, own: Iterable[OwnView]) -> list[Json]:
    """Every view with its count, by one statement each."""
    return [*(_preset(actor, view) for view in PRESET_VIEWS), *(own_view(actor, view) for view in own)]


def _preset(actor: StaffActor, view: PresetView) -> Json:
    count, capped = listing.count(actor, view.condition)
    return {
        "key": view.key,
        "name": str(view.name),
        "count": count,
        "capped": capped,
        "group": "preset",
        "sort": view.sort,
        "condition": _written(view),
        "sentence": "",
        "problems": [],
    }


def _written(view: PresetView) -> Json | None:
    """What a view made after its pattern says; None for one that says nothing beside where it looks."""
    condition = as_written(view)
    return to_json(condition) if condition.rules else None


def own_view(actor: StaffActor, view: OwnView) -> Json:
    """One's own view."""
    count, capped = (0, False) if view.problems else listing.count(actor, view.condition)
    return {
        "key": str(view.id),
        "name": view.name,
        "count": count,
        "capped": capped,
        "group": "own",
        "sort": view.sort,
        "condition": view.stored if isinstance(view.stored, dict) else None,
        # It names people.
        "sentence": view.sentence if has_right(actor, "people.read") else "",
        "problems": problems(view.problems),
    }


def problems(wrong: Iterable[Problem]) -> list[Json]:
    """What is wrong with a condition, in the active language."""
    return [{"pointer": one.pointer, "code": one.code, "detail": one.message} for one in wrong]


def condition_fields() -> Json:
    """The catalogue for a builder, in the active language."""
    listed = _listed()
    return {
        "topics": [{"key": key, "label": str(TOPIC_NAMES[key])} for key in dict.fromkeys(TOPIC_OF.values())],
        "fields": [_field(field, listed) for field in CATALOGUE],
    }


def _field(field: Field, listed: Mapping[str, list[Json]]) -> Json:
    search = _FOUND_BY.get(field.key)
    return {
        "key": field.key,
        "label": str(field.label),
        "topic": TOPIC_OF.get(field.key, "ticket"),
        "type": field.type.name,
        "operators": [
            {"name": each.name, "label": str(OPERATOR_NAMES[each.name]), "editor": editor_of(field, each)}
            for each in operators_for(field)
        ],
        "options": _options(field, listed),
        "search": search,
    }


def _options(field: Field, listed: Mapping[str, list[Json]]) -> list[Json] | None:
    if (words := WORDS_OF.get(field.key)) is not None:
        return [{"value": value, "label": str(word)} for value, word in words.items()]
    if field.key == "status":
        return [{"value": slug, "label": name} for slug, name in status_names().items()]
    item = field.type.item if isinstance(field.type, SetOf) else field.type
    if not isinstance(item, Reference):
        return None
    # A set never holds "nobody"; that is what "is not set" asks.
    words_for_people = [word for word in item.specials if not (word == "nobody" and isinstance(field.type, SetOf))]
    specials = [{"value": word, "label": str(WORDS[word])} for word in words_for_people]
    return [*specials, *([] if field.key in _FOUND_BY else listed.get(item.name, []))]


def _listed() -> dict[str, list[Json]]:
    """The records of the house that references can name: few enough to be listed."""
    mailboxes = Mailbox.objects.order_by("address").values_list("id", "address")
    return {
        "person": [_named(row) for row in queries.staff()],
        "team": [_named(row) for row in queries.teams()],
        "department": [_named(row) for row in queries.departments()],
        "mailbox": [{"value": str(identifier), "label": address} for identifier, address in mailboxes],
    }


def _named(row: Mapping[str, Any]) -> Json:
    return {"value": str(row["id"]), "label": row["name"] or row["email"]}
