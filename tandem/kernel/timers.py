"""Timers: a moment, once. Firing writes `fired_at` and enqueues the effect in one transaction, by conditional update."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from tandem.infra import clock, stop_points
from tandem.kernel import outbox
from tandem.kernel.changes import EffectRequest, Json, Ref
from tandem.kernel.effects import effect_kinds
from tandem.kernel.models import Timer


def schedule(kind: str, subject: Ref, due: int, payload: Mapping[str, Json] | None = None) -> None:
    """Ask for the effect `kind` at `due` (milliseconds). The same (kind, subject, due) twice is one timer."""
    if kind not in effect_kinds():
        raise RuntimeError(f"no such effect kind: {kind}")
    Timer.objects.bulk_create(
        [Timer(kind=kind, subject_kind=subject.kind, subject_id=subject.id, due=due, payload=dict(payload or {}))],
        ignore_conflicts=True,
    )
    transaction.on_commit(outbox.wake_workers, robust=True)


def cancel(kind: str, subject: Ref) -> int:
    """Forget what has not fired yet; returns how many timers that were."""
    waiting = Timer.objects.filter(kind=kind, subject_kind=subject.kind, subject_id=subject.id, fired_at__isnull=True)
    return waiting.delete()[0]


def fire_due(now: int | None = None, limit: int = 100) -> int:
    """Turn every due timer into its effect; returns how many fired here. Safe in any number of processes at once."""
    now = clock.now_ms() if now is None else now
    waiting = Timer.objects.filter(fired_at__isnull=True, due__lte=now, kind__in=effect_kinds())
    due = list(waiting.order_by("due")[:limit])
    fired = 0
    for timer in due:
        stop_points.reach("before_timer_claim")
        with transaction.atomic():
            if not Timer.objects.filter(id=timer.id, fired_at__isnull=True).update(fired_at=now):
                continue
            payload = {"subject_id": str(timer.subject_id), "due": timer.due, **timer.payload}
            outbox.enqueue([EffectRequest(timer.kind, f"timer:{timer.id}", payload)], now)
            fired += 1
        stop_points.reach("after_timer_claim")
    return fired
