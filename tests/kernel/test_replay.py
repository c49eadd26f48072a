"""The event log is the whole history: folded from its beginning it gives the stored row, field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import ChangeSet, Fact, Ref, SetChange
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tests.kernel.toy.models import Boat, Entry, Flag, Harbour
from tests.kernel.toy.wiring import BOAT, CAPTAIN, Do

pytestmark = pytest.mark.django_db

FIELDS = {
    "name": st.sampled_from(["Ada", "Bea", "Ćeda", "船"]),
    "colour": st.none() | st.sampled_from(["red", "", "blue"]),
    "length": st.sampled_from([0, -1, 7, 2**53, 2**62]),
    "sunk_at": st.none() | st.integers(0, 3),
    "harbour": st.none() | st.sampled_from(["north", "south"]),
    "entries": st.integers(0, 5),
}
edits = st.lists(st.one_of([st.tuples(st.just(name), values) for name, values in FIELDS.items()]), max_size=4)
flags = st.frozensets(st.sampled_from("abc"))
runs = st.lists(st.tuples(edits, flags, st.booleans(), st.booleans()), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs)
def test_replaying_the_events_gives_the_row(
    story: list[tuple[list[tuple[str, Any]], frozenset[str], bool, bool]],
) -> None:
    harbours = {name: Harbour.objects.get_or_create(name=name)[0].id for name in ("north", "south")}
    ref = Ref("boat", run(Do(_launch), SYSTEM).result_id)
    for fields, wanted, logs, views in story:
        edited = [(name, harbours.get(value, value) if name == "harbour" else value) for name, value in fields]
        run(Do(_Step(ref, edited, wanted, logs, views), on=[ref]), CAPTAIN)
    _compare(ref)


class _Step:
    def __init__(
        self, ref: Ref, fields: list[tuple[str, Any]], wanted: frozenset[str], logs: bool, views: bool
    ) -> None:
        self.ref, self.fields, self.wanted, self.logs, self.views = ref, fields, wanted, logs, views

    def __call__(self, current: Run) -> ChangeSet:
        changes = ChangeSet()
        for name, value in self.fields:
            changes.set(self.ref, name, current.after(changes, self.ref, name), value)
        has = current.members(self.ref, "flags")
        changes.append(SetChange(self.ref, "flags", tuple(self.wanted - has), tuple(has - self.wanted)))
        if self.logs:
            changes.create(Ref("entry", current.new_id()), {"boat_id": self.ref.id, "text": "calm"})
        if self.views:
            changes.append(Fact(self.ref, "boat.viewed"))
        return changes


def _launch(current: Run) -> ChangeSet:
    changes = ChangeSet()
    changes.create(Ref("boat", current.new_id()), {"name": "Ada"})
    return changes


def _compare(ref: Ref) -> None:
    row = Boat.objects.get(id=ref.id)
    log = list(Event.objects.filter(stream_kind="boat", stream_id=ref.id).order_by("seq"))
    assert [event.seq for event in log] == list(range(1, row.seq + 1))
    assert len({event.id for event in log}) == len(log)
    fields: dict[str, Any] = {"name": "Ada", "colour": None, "length": 0, "sunk_at": None, "harbour": None}
    members: set[str] = set()
    for event in log[1:]:
        if event.field == "flags":
            assert set(event.old) <= members
            assert not set(event.new) & members
            members = (members - set(event.old)) | set(event.new)
        elif event.field:
            assert _read(event.old) == fields[event.field]
            assert event.old != event.new
            fields[event.field] = _read(event.new)
    assert fields == {name: getattr(row, BOAT.attribute(name)) for name in fields}
    assert members == set(Flag.objects.filter(boat_id=ref.id).values_list("flag", flat=True))
    logged = {event.part_id: event.seq for event in log if event.kind == "boat.logged"}
    assert logged == dict(Entry.objects.filter(boat_id=ref.id).values_list("id", "seq"))


def _read(value: Any) -> Any:
    """Numbers beyond what a browser can hold are strings in events."""
    return int(value) if isinstance(value, str) and value.isdigit() else value
