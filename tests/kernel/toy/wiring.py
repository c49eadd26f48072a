"""The kinds of the toy house, and parts that take part in its pipeline when a test puts them into the lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from tandem.kernel.actors import Actor
from tandem.kernel.changes import Change, ChangeSet, EffectRequest, FieldChange, NewRecord, Ref
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.effects import Claim, EffectKind, Park, Retry
from tandem.kernel.errors import Problem, Refused
from tandem.kernel.models import Event
from tandem.kernel.records import ALLOWED, RecordKind, SetField, Verdict
from tests.kernel.toy.models import Boat, Mark

CAPTAIN = Actor("agent", 7)
PASSENGER = Actor("customer", 8)


class ToyPolicy:
    """Captains do everything; passengers do not see hidden boats and may only wave."""

    def may(self, actor: Actor, verb: str, record: Any) -> Verdict:
        return ALLOWED if actor.kind != "customer" or verb == "wave" else Verdict(False, "Ask the captain.")

    def visible(self, actor: Actor) -> Q:
        return Q(hidden=False) if actor.kind == "customer" else Q()


class PartPolicy(ToyPolicy):
    def visible(self, actor: Actor) -> Q:
        return Q(boat__hidden=False) if actor.kind == "customer" else Q()


HARBOUR = RecordKind(
    name="harbour",
    model="toy.Harbour",
    policy=ToyPolicy(),
    created="harbour.built",
    tracked={"name": "harbour.renamed"},
)
BOAT = RecordKind(
    name="boat",
    model="toy.Boat",
    policy=ToyPolicy(),
    created="boat.launched",
    summary=lambda values: {"name": values["name"]},
    allocate=lambda: {"number": 42},
    touched_field="touched_at",
    tracked={
        "name": "boat.renamed",
        "colour": "boat.painted",
        "length": "boat.measured",
        "code": "boat.code_changed",
        "harbour": "boat.moved",
        "sunk_at": lambda _old, new: "boat.raised" if new is None else "boat.sunk",
        "entries": None,
    },
    sets={"flags": SetField(model="toy.Flag", owner="boat_id", value="flag", event="boat.flags_changed")},
    secret=frozenset({"code"}),
    removed="boat.scrapped",
)
ENTRY = RecordKind(
    name="entry",
    model="toy.Entry",
    policy=PartPolicy(),
    created=lambda values: "boat.logged" if values["text"] else None,
    part_of=("boat", "boat_id"),
    seq_field="seq",
    tracked={"struck_at": "entry.struck"},
)
RECORDS = [f"{__name__}.{name}" for name in ("HARBOUR", "BOAT", "ENTRY")]


@dataclass
class Do(Command[None]):
    """A command whose plan is given: `plans` gets the run and returns the change set."""

    plans: Callable[[Run], ChangeSet]
    on: Sequence[Ref] = ()
    names: Sequence[Once] = ()
    verb: str = "do"  # type: ignore[misc]
    creates: str | None = None  # type: ignore[misc]
    reads: Callable[[Run], None] = field(default=lambda _run: None)

    def targets(self) -> Sequence[Ref]:
        return self.on

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> None:
        self.reads(run)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return self.plans(run)


def launch(name: str = "Ada", **values: Any) -> Callable[[Run], ChangeSet]:
    """A plan that makes a boat."""

    def plan(run: Run) -> ChangeSet:
        changes = ChangeSet()
        changes.create(Ref("boat", run.new_id()), {"name": name, **values})
        return changes

    return plan


def change(ref: Ref, **fields: Any) -> Callable[[Run], ChangeSet]:
    """A plan that sets fields of a held record."""

    def plan(run: Run) -> ChangeSet:
        changes = ChangeSet()
        for name, value in fields.items():
            changes.set(ref, name, run.before(ref, name), value)
        return changes

    return plan


# --- Parts of the pipeline


def no_pink(run: Run, changes: ChangeSet, change: Change) -> None:
    """A guard."""
    if isinstance(change, FieldChange) and change.field == "colour" and change.new == "pink":
        raise Refused("boat.pink", "No boat is pink.")


def _boats(run: Run, changes: ChangeSet) -> list[Ref]:
    return [ref for ref in run.records if ref.kind == "boat"] + [new.ref for new in changes.created("boat")]


def _follow(run: Run, changes: ChangeSet, source: str, value: Any, target: str, result: Any) -> ChangeSet:
    addition = ChangeSet()
    for ref in _boats(run, changes):
        if run.after(changes, ref, source) == value and run.after(changes, ref, target) != result:
            addition.set(ref, target, run.after(changes, ref, target), result)
    return addition


def third_step(run: Run, changes: ChangeSet) -> ChangeSet:
    """Listed before the steps that it waits for, so that it needs another round."""
    return _follow(run, changes, "length", 2, "length", 3)


def second_step(run: Run, changes: ChangeSet) -> ChangeSet:
    """An extender that overwrites what the command itself set: the change set does not grow by it."""
    return _follow(run, changes, "length", 1, "length", 2)


def paint_pink(run: Run, changes: ChangeSet) -> ChangeSet:
    return _follow(run, changes, "name", "Pinkie", "colour", "pink")


def never_content(run: Run, changes: ChangeSet) -> ChangeSet:
    """A rule that undoes and redoes what it did, for ever."""
    addition = ChangeSet()
    for ref in _boats(run, changes):
        length = run.after(changes, ref, "length")
        addition.set(ref, "length", length, length + 1)
    return addition


def no_nameless(run: Run, changes: ChangeSet) -> Iterable[Problem]:
    """An invariant."""
    return [
        Problem("/name", "empty", "A boat needs a name.")
        for ref in _boats(run, changes)
        if not _name(run, changes, ref)
    ]


def _name(run: Run, changes: ChangeSet, ref: Ref) -> Any:
    return run.after(changes, ref, "name")


def mark(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """A projection, which sees the rows that it derives from; it fails for a boat called Rocky."""
    for new in changes:
        if isinstance(new, NewRecord) and new.ref.kind == "boat":
            Mark.objects.create(boat_id=new.ref.id, text=new.derived.get("mark", ""))
            if new.values["name"] == "Rocky":
                raise RuntimeError("the projection failed")


def salute(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterable[EffectRequest]:
    """A planner: one effect for every launch."""
    for event in events:
        if event.kind == "boat.launched":
            yield EffectRequest("salute", f"boat:{event.stream_id}", {"boat": str(event.stream_id)})


published: list[Any] = []


def publish(outcome: Any) -> None:
    published.append(outcome)
    if any(event.new == {"name": "Loud"} for event in outcome.events):
        raise RuntimeError("nobody listens")


#: What was refused, and whether anything of it was left when it was told.
refusals: list[tuple[str, bool]] = []


def hear_refusal(command: Any, actor: Any, refusal: Any) -> None:
    """Fails after it has heard: nobody who hears may change the answer."""
    refusals.append((refusal.code, Boat.objects.exists()))
    raise RuntimeError("deaf")


def refuse_late(run: Any, changes: ChangeSet, events: Sequence[Event]) -> None:
    """A projection that refuses what is applied already."""
    raise Refused("too_late", "Nobody is told before.")


prepared: list[Any] = []


def prepare(command: Any) -> None:
    prepared.append(command)


# --- Kinds of effects

carried_out: list[str] = []


def _salute(held: Claim) -> None:
    """Does what its payload says."""
    carried_out.append(held.key)
    match held.payload.get("behave"):
        case "retry":
            raise Retry("not now", 5_000)
        case "park":
            raise Park("needs a person")
        case "mark":
            Mark.objects.create(boat_id=0, text=held.key)
        case "fail":
            raise ValueError("x" * 5_000)


def _doubt(held: Claim) -> bool:
    if held.payload.get("doubt") == "fails":
        raise RuntimeError("the doubt itself failed")
    return held.payload.get("doubt") == "not begun"


SALUTE = EffectKind("salute", _salute, max_attempts=3, first_delay_ms=1_000, max_delay_ms=3_000)
MAIL = EffectKind("mail", _salute, policy="never_in_doubt", doubt=_doubt)
SHOT = EffectKind("shot", _salute, policy="never_in_doubt")
EFFECT_KINDS = [f"{__name__}.{name}" for name in ("SALUTE", "MAIL", "SHOT")]
