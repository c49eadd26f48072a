"""`run()`: the only transaction in which tracked records change.

parse → command → change set → events → effects. In order: idempotency, visibility, policy, what the command reads and refuses
(fences), plan, extenders in rounds with guards on every appended change, invariants, apply, planners, commit, pointers.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import CharField
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tandem.infra import clock, stop_points, writing
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel import outbox
from tandem.kernel.actors import Actor
from tandem.kernel.apply import apply
from tandem.kernel.changes import Change, ChangeSet, EffectRequest, NewRecord, Ref, Removal
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.effects import Claim, ClaimLost
from tandem.kernel.errors import Forbidden, Invalid, NotFound, Problem, Refused
from tandem.kernel.events import derive
from tandem.kernel.models import DoneOnce, Event
from tandem.kernel.records import record_kinds

Extender = Callable[[Run, ChangeSet], ChangeSet]
Guard = Callable[[Run, ChangeSet, Change], None]
Invariant = Callable[[Run, ChangeSet], Iterable[Problem]]
Projection = Callable[[Run, ChangeSet, Sequence[Event]], None]
Planner = Callable[[Run, ChangeSet, Sequence[Event]], Iterable[EffectRequest]]
#: Hears of what was refused, when nothing of it is left; runs no command.
RefusalHearer = Callable[[Command[Any], Actor, Refused], None]

logger = logging.getLogger(__name__)

#: A chain of rules may be this deep, and add this many changes, before it is cut.
MAX_ROUNDS = 8
MAX_APPENDED = 50
#: A deadlock, or a lost race for an idempotency name, is repeated this often.
MAX_REPEATS = 3
PAUSE_SECONDS = 0.02

_running = threading.local()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the record that the caller asked about, and the rows that tell of it."""

    result: Ref | None
    changes: ChangeSet = field(default_factory=ChangeSet)
    events: Sequence[Event] = ()
    replayed: bool = False
    run: Run | None = None

    @property
    def result_id(self) -> int:
        """The id of the result; an assertion fails for a command that has none."""
        assert self.result is not None
        return self.result.id


def run(command: Command[Any], actor: Actor, claim: Claim | None = None) -> Outcome:
    """Carry out a command as `actor`; returns when it is committed.

    `claim` is that of the effect which this run is all of: it is finished in the same transaction, so that what was done for it
    and that it was done are one fact. Raises ClaimLost, with nothing changed, when it is held by another worker by now.

    Raises Refused (NotFound, Forbidden, Invalid, Conflict …) with nothing changed. Raises RuntimeError inside another run:
    commands compose by merging plans, and effect handlers run commands only after their claim has committed.
    """
    if getattr(_running, "now", False):
        raise RuntimeError("run() inside run(): compose commands by merging their plans")
    _running.now = True
    try:
        for prepare in _listed("BEFORE_LOCK"):
            prepare(command)
        return _repeat(command, actor, claim)
    except Refused as refusal:
        _tell_refused(command, actor, refusal)
        raise
    finally:
        _running.now = False


@contextmanager
def without_effects() -> Iterator[None]:
    """Within this block runs store their facts and ask for no effects: for imports and the demo world, which mail nobody."""
    before = getattr(_running, "quiet", False)
    _running.quiet = True
    try:
        yield
    finally:
        _running.quiet = before


def _repeat(command: Command[Any], actor: Actor, claim: Claim | None) -> Outcome:
    for attempt in range(MAX_REPEATS + 1):
        try:
            with transaction.atomic():
                outcome = _carry_out(command, actor)
                if claim is not None and not outbox.finish(claim):
                    raise ClaimLost
                stop_points.reach("before_commit")
            stop_points.reach("after_commit")
            return outcome
        except OperationalError as error:
            if attempt == MAX_REPEATS or not _is_deadlock(error):
                raise
            # Let the winner go first: at once, the loser could take the same row from under it and lose again.
            time.sleep(PAUSE_SECONDS)
        except IntegrityError:
            # Two requests with one name, or two that found the same new customer, raced: the loser plans again and
            # finds what the winner stored. What is not a race fails again and is raised.
            if attempt == MAX_REPEATS:
                raise
    raise AssertionError("unreachable")


def _tell_refused(command: Command[Any], actor: Actor, refusal: Refused) -> None:
    """What hears of it must not change the answer: a fault there is logged."""
    for hear in _listed("AFTER_REFUSAL"):
        try:
            hear(command, actor, refusal)
        except Exception:
            logger.exception("a refusal could not be told")


def _is_deadlock(error: OperationalError) -> bool:
    """PostgreSQL: 40P01 deadlock detected, 40001 serialization failure (PostgreSQL manual, appendix A)."""
    return getattr(error.__cause__, "sqlstate", None) in {"40P01", "40001"}


def _carry_out(command: Command[Any], actor: Actor) -> Outcome:
    names = command.once()
    first = _first_result(names)
    if first is not None:
        return Outcome(result=first.result, replayed=True)
    current = Run(actor=actor, now=clock.now_ms())
    _lock(current, command)
    changes = command.plan(current, command.read(current))
    current.actor = command.acting(current, changes)
    for change in changes:
        _check_guards(current, changes, change)
    _extend(current, changes)
    problems = [problem for check in _listed("INVARIANTS") for problem in check(current, changes)]
    if problems:
        raise Invalid(problems)
    events = derive(current, changes)
    apply(current, changes, events)
    for project in _listed("PROJECTIONS"):
        project(current, changes, events)
    if not getattr(_running, "quiet", False):
        effects = [*changes.effects]
        for plan_effects in _listed("PLANNERS"):
            effects += plan_effects(current, changes, events)
        outbox.enqueue(effects, current.now)
    outcome = Outcome(command.result(changes), changes, events, run=current)
    _remember(names, outcome.result, current.now)
    for publish in _listed("AFTER_COMMIT"):
        transaction.on_commit(lambda publish=publish: publish(outcome), robust=True)  # type: ignore[misc]
    return outcome


def _lock(current: Run, command: Command[Any]) -> None:
    """Lock the targets through the actor's visibility, always in the same order, then ask the policy."""
    wanted = list(command.targets())
    ids: dict[str, list[int]] = defaultdict(list)
    for ref in sorted(set(wanted)):
        ids[ref.kind].append(ref.id)
    for kind in [kind for kind in record_kinds().values() if kind.name in ids]:
        for row in writing.locked(kind.model_class(), kind.policy.visible(current.actor), ids[kind.name]):
            current.records[Ref(kind.name, row.pk)] = row
    if set(current.records) != set(wanted):
        raise NotFound()
    asked: list[tuple[str, Any]] = [(ref.kind, current.records[ref]) for ref in wanted]
    if command.creates is not None:
        asked.append((command.creates, None))
    for kind_name, record in asked:
        verdict = record_kinds()[kind_name].policy.may(current.actor, command.verb, record)
        if not verdict:
            raise Forbidden(verdict.reason)


def _extend(current: Run, changes: ChangeSet) -> None:
    """Let the extenders add to the change set until none has anything to say. A refused addition is skipped and traced."""
    appended = 0
    for _round in range(MAX_ROUNDS):
        settled = True
        for extender in _listed("EXTENDERS"):
            addition = extender(current, changes)
            changes.effects.extend(addition.effects)
            for change in addition:
                try:
                    _check_guards(current, changes, change)
                except Refused as refusal:
                    current.note("guard", change.ref, "refused", refusal.code)
                    continue
                if changes.append(change):
                    appended += 1
                    settled = False
        if settled:
            return
        if appended > MAX_APPENDED:
            break
    current.note("extenders", None, "budget_exhausted", appended)


def _check_guards(current: Run, changes: ChangeSet, change: Change) -> None:
    kind = record_kinds()[change.ref.kind]
    known = getattr(change, "field", None)
    if known is not None and known not in kind.tracked and known not in kind.sets:
        raise RuntimeError(f"{kind.name}.{known} is not tracked: list it in the kind's record")
    if isinstance(change, Removal) and kind.removed is None:
        raise RuntimeError(f"{kind.name} is never removed: name the event in the kind's record")
    for guard in _listed("GUARDS"):
        guard(current, changes, change)


def _first_result(names: Sequence[Once]) -> Outcome | None:
    for name in names:
        found = _done().rows(scope=name.scope, key=name.key)
        if not found:
            continue
        digest, kind, record_id = found[0]
        if digest != name.digest:
            detail = _("This key was used for another request.")
            raise Invalid([Problem("", "idempotency.mismatch", detail)], code="idempotency.mismatch")
        return Outcome(None if kind is None else Ref(kind, record_id))
    return None


@cache
def _done() -> Prepared:
    rows = DoneOnce.objects.filter(scope=Blank("scope", CharField()), key=Blank("key", CharField()))
    return prepare(rows.values_list("digest", "result_kind", "result_id"))


def _remember(names: Sequence[Once], result: Ref | None, now: int) -> None:
    kind, record_id = (result.kind, result.id) if result else (None, None)
    rows = [
        DoneOnce(
            scope=name.scope, key=name.key, digest=name.digest, result_kind=kind, result_id=record_id, created_at=now
        )
        for name in names
    ]
    writing.insert(rows)


_resolved: dict[str, tuple[tuple[str, ...], list[Any]]] = {}


def _listed(name: str) -> list[Any]:
    """The callables of one of the ordered lists in settings, imported once."""
    paths = tuple(getattr(settings, name, ()))
    known = _resolved.get(name)
    if known is None or known[0] != paths:
        known = _resolved[name] = (paths, [import_string(path) for path in paths])
    return known[1]


__all__ = ["Extender", "Guard", "Invariant", "NewRecord", "Outcome", "Planner", "Projection", "run"]
