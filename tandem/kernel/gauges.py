"""How the outbox and the timers are getting on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Min
from django.db.models.functions import Greatest

from tandem.infra import clock
from tandem.infra.metrics import Reading
from tandem.kernel.effects import effect_kinds
from tandem.kernel.models import Effect, Timer


def effects_and_timers() -> Iterable[Reading]:
    """Unfinished effects by kind and state, how long the oldest has been due, what was set aside, and how late timers are."""
    now = clock.now_ms()
    # By the partial index of unfinished rows: done ones are never counted.
    unfinished = Effect.objects.filter(state__in=["queued", "claimed"])
    counts = unfinished.values_list("kind", "state").annotate(number=Count("id")).order_by("kind", "state")
    yield Reading(
        "tandem_effects_unfinished",
        "Effects that wait or are under way.",
        {(kind, state): number for kind, state, number in counts},
        ["kind", "state"],
    )
    oldest = unfinished.filter(not_before__lte=now).values_list("kind", "state")
    ages = oldest.annotate(since=Min(Greatest(F("not_before"), F("created_at")))).order_by("kind", "state")
    yield Reading(
        "tandem_effect_oldest_seconds",
        "Seconds for which the oldest effect has been due.",
        {(kind, state): max(0.0, (now - since) / 1000) for kind, state, since in ages},
        ["kind", "state"],
    )
    parked = Effect.objects.filter(state="parked").values_list("kind").annotate(number=Count("id")).order_by("kind")
    yield Reading("tandem_effects_parked", "Effects that were set aside.", {(kind,): n for kind, n in parked}, ["kind"])
    waiting = Timer.objects.filter(fired_at__isnull=True, due__lte=now, kind__in=effect_kinds())
    due = waiting.aggregate(first=Min("due"))["first"]
    yield Reading(
        "tandem_timer_lag_seconds", "How late the latest timer is.", {(): 0 if due is None else (now - due) / 1000}
    )
