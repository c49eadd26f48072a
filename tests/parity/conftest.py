"""The toy tables and their records, made once per test database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tandem.conditions.text import normalise_text
from tests.parity.cells import STORED
from tests.parity.models import MODELS, Owner, Thing, ThingFollower, ThingTag, ThingValue


class World(dict[int, dict[str, Any]]):
    """A record's key and its snapshot; too long to be printed with every failure."""

    def __repr__(self) -> str:
        return f"World of {len(self)} things"


def snapshots() -> list[dict[str, Any]]:
    """Every stored value at least once, each field beside changing neighbours, then a random mixture."""
    dice = random.Random(20261122)
    longest = max(len(values) for values in STORED.values())
    rows = [{key: values[n % len(values)] for key, values in STORED.items()} for n in range(longest)]
    return rows + [{key: dice.choice(values) for key, values in STORED.items()} for _ in range(120)]


def _key(text: str | None) -> str | None:
    return None if text is None else normalise_text(text)


def _store(snapshot: dict[str, Any], number: int) -> int:
    owner = None
    if snapshot["owner_team"] is not None or number % 2:  # unset: now no owner, now an owner without a team
        owner = Owner.objects.create(team_id=snapshot["owner_team"])
    same = ("level", "rank", "state", "amount", "price", "flag")
    ids = {f"{key}_id": snapshot[key] for key in ("agent", "team", "department", "other")}
    times = {f"{key}_ms": snapshot[key] for key in ("due", "day", "spent")}
    thing = Thing.objects.create(
        subject_key=_key(snapshot["subject"]), owner=owner, **ids, **times, **{key: snapshot[key] for key in same}
    )
    for tag in snapshot["tags"]:
        ThingTag.objects.create(thing=thing, tag_key=normalise_text(tag))
    for person_id in snapshot["followers"]:
        ThingFollower.objects.create(thing=thing, person_id=person_id)
    if snapshot["custom"] is not None or number % 2:  # unset: now no row, now a row that holds null
        ThingValue.objects.create(thing=thing, field_id=1, number=snapshot["custom"])
    if snapshot["note"] is not None or number % 2:
        ThingValue.objects.create(thing=thing, field_id=2, text_key=_key(snapshot["note"]))
    ThingValue.objects.create(thing=thing, field_id=3, number=5, text_key="hello")  # of another field
    return thing.pk


@pytest.fixture(scope="session")
def toy_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in MODELS:
                editor.create_model(model)
        world = World({_store(snapshot, number): snapshot for number, snapshot in enumerate(snapshots())})
    yield world
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)


@pytest.fixture
def world(toy_world: World, db: None) -> World:
    return toy_world
