"""What one run does to rows and events, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from tandem.infra import clock
from tandem.kernel import timers
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import Cause, ChangeSet, EffectRequest, Fact, Ref, Removal, SetChange
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, NotFound, Refused
from tandem.kernel.models import DoneOnce, Effect, Event, Timer
from tandem.kernel.pipeline import run
from tandem.kernel.records import record_kinds
from tests.kernel.toy import wiring
from tests.kernel.toy.models import Boat, Entry, Flag, Harbour, Mark
from tests.kernel.toy.wiring import CAPTAIN, PASSENGER, Do, change, launch

pytestmark = pytest.mark.django_db


def boat(name: str = "Ada", **values: Any) -> Ref:
    """A boat that is there."""
    outcome = run(Do(launch(name, **values)), SYSTEM)
    assert outcome.result is not None
    return outcome.result


def events(ref: Ref) -> list[Event]:
    return list(Event.objects.filter(stream_kind=ref.kind, stream_id=ref.id).order_by("seq"))


def test_a_new_record_is_one_event_with_its_summary() -> None:
    with clock.travelling(lambda: 5_000):
        ref = boat("Ada", colour="red", code="secret")
    row = Boat.objects.get(id=ref.id)
    assert (row.name, row.colour, row.seq, row.version) == ("Ada", "red", 1, 1)
    assert (row.number, row.touched_at) == (42, 5_000)
    (event,) = events(ref)
    assert (event.kind, event.field, event.old, event.new) == ("boat.launched", None, None, {"name": "Ada"})
    assert (event.at, event.actor_kind, event.actor_id, event.part_kind) == (5_000, "system", None, None)


def test_each_changed_fact_is_one_event_and_one_run_is_one_version() -> None:
    ref = boat(colour="red")
    with clock.travelling(lambda: 6_000):
        outcome = run(Do(change(ref, name="Bea", colour=None, length=12), on=[ref]), CAPTAIN)
    row = Boat.objects.get(id=ref.id)
    assert (row.name, row.colour, row.length, row.seq, row.version, row.touched_at) == ("Bea", None, 12, 4, 2, 6_000)
    told = [(event.seq, event.kind, event.field, event.old, event.new) for event in events(ref)[1:]]
    assert told == [
        (2, "boat.renamed", "name", "Ada", "Bea"),
        (3, "boat.painted", "colour", "red", None),
        (4, "boat.measured", "length", 0, 12),
    ]
    assert {event.change_id for event in outcome.events} == {events(ref)[-1].change_id}
    assert {(event.actor_kind, event.actor_id) for event in outcome.events} == {("agent", 7)}


def test_what_does_not_change_is_no_event_and_no_version() -> None:
    ref = boat()
    run(Do(change(ref, name="Ada"), on=[ref]), CAPTAIN)
    row = Boat.objects.get(id=ref.id)
    assert (row.seq, row.version, len(events(ref))) == (1, 1, 1)


def test_a_column_without_an_event_raises_the_version_only() -> None:
    ref = boat()
    run(Do(change(ref, entries=3), on=[ref]), CAPTAIN)
    row = Boat.objects.get(id=ref.id)
    assert (row.entries, row.seq, row.version) == (3, 1, 2)


def test_an_event_may_be_named_by_its_values() -> None:
    ref = boat()
    run(Do(change(ref, sunk_at=5), on=[ref]), CAPTAIN)
    run(Do(change(ref, sunk_at=None), on=[ref]), CAPTAIN)
    assert [event.kind for event in events(ref)[1:]] == ["boat.sunk", "boat.raised"]


def test_secrets_are_not_readable_in_events() -> None:
    ref = boat(code="old secret")
    run(Do(change(ref, code="new secret"), on=[ref]), CAPTAIN)
    assert Boat.objects.get(id=ref.id).code == "new secret"
    assert (events(ref)[1].old, events(ref)[1].new) == (None, "changed")


def test_ids_in_events_are_strings() -> None:
    harbour = run(Do(lambda r: _build(r, "North")), SYSTEM).result
    assert harbour is not None
    ref = boat()
    run(Do(change(ref, harbour=harbour.id), on=[ref]), CAPTAIN)
    assert Boat.objects.get(id=ref.id).harbour_id == harbour.id
    assert events(ref)[1].new == str(harbour.id)


def _build(current: Run, name: str) -> ChangeSet:
    changes = ChangeSet()
    changes.create(Ref("harbour", current.new_id()), {"name": name})
    return changes


def test_sets_change_by_member() -> None:
    ref = boat()
    run(Do(lambda _: ChangeSet([SetChange(ref, "flags", ("b", "a"), ())]), on=[ref]), CAPTAIN)
    run(Do(lambda _: ChangeSet([SetChange(ref, "flags", ("c",), ("a",))]), on=[ref]), CAPTAIN)
    assert set(Flag.objects.values_list("flag", flat=True)) == {"b", "c"}
    assert [(event.kind, event.old, event.new) for event in events(ref)[1:]] == [
        ("boat.flags_changed", [], ["a", "b"]),
        ("boat.flags_changed", ["a"], ["c"]),
    ]
    assert Boat.objects.get(id=ref.id).version == 3


def test_parts_are_told_in_the_stream_of_their_whole() -> None:
    ref = boat()
    changes = ChangeSet()
    entry = Ref("entry", 123)
    changes.create(entry, {"boat_id": ref.id, "text": "calm"})
    changes.create(Ref("entry", 124), {"boat_id": ref.id, "text": ""})
    run(Do(lambda _: changes, on=[ref]), CAPTAIN)
    run(Do(change(entry, struck_at=9), on=[ref, entry]), CAPTAIN)
    assert [(event.seq, event.kind, event.part_kind, event.part_id) for event in events(ref)[1:]] == [
        (2, "boat.logged", "entry", 123),
        (3, "entry.struck", "entry", 123),
    ]
    assert dict(Entry.objects.values_list("id", "seq")) == {123: 2, 124: 0}
    row = Boat.objects.get(id=ref.id)
    assert (row.seq, row.version) == (3, 3)


def test_a_part_is_not_changed_without_its_whole() -> None:
    """Its event would need the seq of a stream that nobody has locked."""
    ref = boat()
    entry = Ref("entry", 123)
    logged = ChangeSet()
    logged.create(entry, {"boat_id": ref.id, "text": "calm"})
    run(Do(lambda _: logged, on=[ref]), CAPTAIN)
    with pytest.raises(NotFound):
        run(Do(change(entry, struck_at=9), on=[entry]), CAPTAIN)
    assert Entry.objects.get(id=123).struck_at is None
    assert len(events(ref)) == 2


def test_a_fact_is_told_and_alters_nothing() -> None:
    ref = boat()
    run(Do(lambda _: ChangeSet([Fact(ref, "boat.viewed", {"by": "telescope"})]), on=[ref]), CAPTAIN)
    row = Boat.objects.get(id=ref.id)
    assert (row.seq, row.version) == (2, 1)
    assert (events(ref)[1].kind, events(ref)[1].new) == ("boat.viewed", {"by": "telescope"})


def test_a_new_record_may_be_changed_in_the_same_run() -> None:
    def plan(current: Run) -> ChangeSet:
        changes = launch("Ada")(current)
        ref = changes.created("boat")[0].ref
        changes.set(ref, "colour", None, "red")
        changes.append(SetChange(ref, "flags", ("a",), ()))
        return changes

    ref = run(Do(plan), SYSTEM).result
    assert ref is not None
    row = Boat.objects.get(id=ref.id)
    assert (row.colour, row.seq, row.version) == ("red", 3, 1)
    assert Flag.objects.count() == 1


def test_the_cause_is_kept_with_the_event() -> None:
    ref = boat()
    changes = ChangeSet()
    changes.set(ref, "name", "Ada", "Bea", Cause("rule", 5, 2))
    run(Do(lambda _: changes, on=[ref]), SYSTEM)
    assert events(ref)[1].cause == {"kind": "rule", "id": "5", "version": 2}


# --- Refusals


def test_what_is_not_visible_does_not_exist() -> None:
    ref, hidden = boat(), boat(hidden=True)
    for on in ([hidden], [ref, hidden], [Ref("boat", 1)]):
        with pytest.raises(NotFound):
            run(Do(lambda _: ChangeSet(), on=on, verb="wave"), PASSENGER)
    assert run(Do(lambda _: ChangeSet(), on=[ref], verb="wave"), PASSENGER).result == ref


def test_the_policy_is_asked_for_every_target_and_for_what_is_created() -> None:
    ref = boat()
    for command in (Do(change(ref, name="Bea"), on=[ref]), Do(launch(), creates="boat")):
        with pytest.raises(Forbidden) as refusal:
            run(command, PASSENGER)
        assert refusal.value.extra == {"reason": "Ask the captain."}
    assert list(Boat.objects.values_list("name", "version")) == [("Ada", 1)]


def test_a_guard_refuses_a_change_of_the_command(wire: Any) -> None:
    wire(GUARDS=["no_pink"])
    ref = boat()
    with pytest.raises(Refused, match=r"boat\.pink"):
        run(Do(change(ref, name="Bea", colour="pink"), on=[ref]), CAPTAIN)
    assert Boat.objects.get(id=ref.id).name == "Ada"


def test_a_guard_skips_a_change_of_a_rule_and_traces_it(wire: Any) -> None:
    wire(GUARDS=["no_pink"], EXTENDERS=["paint_pink", "second_step"])
    ref = boat()
    outcome = run(Do(change(ref, name="Pinkie", length=1), on=[ref]), CAPTAIN)
    row = Boat.objects.get(id=ref.id)
    assert (row.name, row.colour, row.length) == ("Pinkie", None, 2)
    assert outcome.run is not None
    assert [(line.part, line.ref, line.outcome, line.detail) for line in outcome.run.trace] == [
        ("guard", ref, "refused", "boat.pink")
    ]


def test_extenders_go_on_in_rounds_until_none_has_anything_to_say(wire: Any) -> None:
    """Also when an extender replaces a change instead of adding one."""
    wire(EXTENDERS=["third_step", "second_step"])
    ref = boat()
    run(Do(change(ref, length=1), on=[ref]), CAPTAIN)
    assert Boat.objects.get(id=ref.id).length == 3
    assert [(event.old, event.new) for event in events(ref)[1:]] == [(0, 3)]


def test_extenders_see_new_records(wire: Any) -> None:
    wire(EXTENDERS=["second_step"])
    assert Boat.objects.get(id=boat(length=1).id).length == 2


def test_a_chain_without_an_end_is_cut_and_traced(wire: Any) -> None:
    wire(EXTENDERS=["never_content"])
    outcome = run(Do(launch()), SYSTEM)
    assert outcome.run is not None
    assert [line.outcome for line in outcome.run.trace] == ["budget_exhausted"]
    assert outcome.result is not None
    assert Boat.objects.get(id=outcome.result_id).length == 8


def test_invariants_see_the_whole_change_set(wire: Any) -> None:
    wire(INVARIANTS=["no_nameless"])
    ref = boat()
    with pytest.raises(Invalid) as refusal:
        run(Do(change(ref, name="", colour="red"), on=[ref]), CAPTAIN)
    assert [problem.pointer for problem in refusal.value.problems] == ["/name"]
    assert Boat.objects.get(id=ref.id).colour is None


def test_a_removal_takes_everything_with_it_but_its_own_event() -> None:
    ref, other = boat("Ada"), boat("Bea")
    for whole in (ref, other):
        Entry.objects.create(boat_id=whole.id, text="logged")
        Flag.objects.create(boat_id=whole.id, flag="blue")
        timers.schedule("salute", whole, 1_000)
    run(Do(change(ref, colour="red"), on=[ref]), CAPTAIN)
    outcome = run(Do(lambda _run: ChangeSet([Removal(ref, {"number": 42})]), on=[ref]), CAPTAIN)
    assert [row.id for row in Boat.objects.all()] == [other.id]
    assert [row.boat_id for row in Entry.objects.all()] == [other.id]
    assert [row.boat_id for row in Flag.objects.all()] == [other.id]
    assert [row.subject_id for row in Timer.objects.all()] == [other.id]
    (event,) = events(ref)
    assert (event.seq, event.kind, event.old, event.new, event.actor_id) == (
        3,
        "boat.scrapped",
        None,
        {"number": 42},
        7,
    )
    assert outcome.events[0].id == event.id
    assert len(events(other)) == 1


def test_a_kind_that_names_no_removal_is_never_removed() -> None:
    harbour = Ref("harbour", Harbour.objects.create(name="Kiel").id)
    with pytest.raises(RuntimeError, match="harbour is never removed"):
        run(Do(lambda _run: ChangeSet([Removal(harbour)]), on=[harbour]), CAPTAIN)
    assert Harbour.objects.exists()


def test_an_untracked_field_cannot_be_changed() -> None:
    ref = boat()
    with pytest.raises(RuntimeError, match="not tracked"):
        run(Do(lambda _: ChangeSet([*_set(ref, "number")]), on=[ref]), CAPTAIN)


def _set(ref: Ref, field: str) -> ChangeSet:
    changes = ChangeSet()
    changes.set(ref, field, 1, 2)
    return changes


def test_a_kind_without_both_questions_does_not_start(settings: Any) -> None:
    settings.RECORDS = ["tests.kernel.test_pipeline.BLIND"]
    record_kinds.cache_clear()
    with pytest.raises(TypeError, match="policy"):
        record_kinds()


class _Blind:
    def may(self, *_asked: object) -> bool:
        return True


BLIND = type("Kind", (), {"name": "blind", "policy": _Blind()})()


# --- The transaction


def test_a_failing_projection_takes_everything_back(wire: Any) -> None:
    wire(PROJECTIONS=["mark"], PLANNERS=["salute"])
    with pytest.raises(RuntimeError, match="projection"):
        run(Do(launch("Rocky")), SYSTEM)
    assert not Boat.objects.exists()
    assert not Event.objects.filter(stream_kind="boat").exists()
    assert not Mark.objects.exists()
    assert not Effect.objects.filter(kind="salute").exists()


def test_projections_get_what_was_derived_before(wire: Any) -> None:
    wire(PROJECTIONS=["mark"])

    def plan(current: Run) -> ChangeSet:
        changes = ChangeSet()
        changes.create(Ref("boat", current.new_id()), {"name": "Ada"}, mark="x")
        return changes

    run(Do(plan), SYSTEM)
    assert Mark.objects.get().text == "x"


def test_planners_turn_events_into_effects(wire: Any) -> None:
    wire(PLANNERS=["salute"])

    def plan(current: Run) -> ChangeSet:
        changes = launch()(current)
        changes.effects.append(EffectRequest("shot", "one", {"n": 1}, lane="cannon", not_before=5))
        return changes

    ref = run(Do(plan), SYSTEM).result
    assert ref is not None
    assert set(Effect.objects.values_list("kind", "key", "lane", "not_before", "state")) == {
        ("shot", "one", "cannon", 5, "queued"),
        ("salute", f"boat:{ref.id}", None, 0, "queued"),
    }


def test_told_before_the_lock_and_after_the_commit(wire: Any, django_capture_on_commit_callbacks: Any) -> None:
    wire(BEFORE_LOCK=["prepare"], AFTER_COMMIT=["publish"])
    command = Do(launch())
    with django_capture_on_commit_callbacks(execute=True):
        outcome = run(command, SYSTEM)
        assert wiring.prepared == [command]
        assert wiring.published == []
    assert wiring.published == [outcome]


def test_a_refusal_is_told_when_nothing_of_it_is_left_and_stays_what_it_is(wire: Any) -> None:
    wire(AFTER_REFUSAL=["hear_refusal"], PROJECTIONS=["refuse_late"])
    with pytest.raises(Refused, match="too_late"):
        run(Do(launch()), SYSTEM)
    wire(PROJECTIONS=[])
    run(Do(launch()), SYSTEM)
    assert wiring.refusals == [("too_late", False)]


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_harms_nobody(wire: Any) -> None:
    wire(AFTER_COMMIT=["publish", "publish"])
    run(Do(launch("Loud")), SYSTEM)
    assert len(wiring.published) == 2
    assert Boat.objects.count() == 1


def test_run_inside_run_raises_and_the_outer_one_is_whole_afterwards() -> None:
    def plan(_current: Run) -> ChangeSet:
        run(Do(launch()), SYSTEM)
        return ChangeSet()

    with pytest.raises(RuntimeError, match="inside"):
        run(Do(plan), SYSTEM)
    assert boat()


def test_the_targets_are_asked_for_once_for_what_they_name_may_grow_meanwhile() -> None:
    ref, later = boat("Ada"), boat("Bea")

    class Growing(Do):
        asked = 0

        def targets(self) -> list[Ref]:
            Growing.asked += 1
            return [ref, later][: Growing.asked]

        def result(self, changes: ChangeSet) -> Ref:
            return ref

    run(Growing(change(ref, name="Cleo")), CAPTAIN)
    assert (Growing.asked, Boat.objects.get(id=ref.id).name) == (1, "Cleo")


def test_references_of_an_input_must_be_visible() -> None:
    ref, hidden = boat(), boat(hidden=True)
    read: list[Any] = []

    def reads(current: Run) -> None:
        read.append(current.visible("boat", [ref.id]))
        current.visible("boat", [ref.id, hidden.id])

    with pytest.raises(NotFound):
        run(Do(lambda _: ChangeSet(), on=[ref], verb="wave", reads=reads), PASSENGER)
    assert set(read[0]) == {ref.id}


def test_two_plans_merge_into_one_run() -> None:
    """This is how commands compose."""

    def plan(current: Run) -> ChangeSet:
        changes = launch("Ada")(current)
        changes.extend(_build(current, "North"))
        return changes

    outcome = run(Do(plan), SYSTEM)
    assert {event.change_id for event in outcome.events} == {outcome.run.change_id if outcome.run else None}
    assert (Boat.objects.count(), Harbour.objects.count()) == (1, 1)


def test_a_lasting_violation_is_raised_and_not_repeated_for_ever() -> None:
    run(Do(lambda r: _build(r, "North")), SYSTEM)
    plans = []

    def plan(current: Run) -> ChangeSet:
        plans.append(1)
        return _build(current, "North")

    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        run(Do(plan), SYSTEM)
    assert 1 < len(plans) <= 4
    assert not DoneOnce.objects.exists()
    with transaction.atomic():
        assert Harbour.objects.count() == 1
