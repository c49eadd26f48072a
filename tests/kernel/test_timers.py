"""A moment, once, however many tenders look."""

from __future__ import annotations

import pytest

from tandem.kernel import timers, worker
from tandem.kernel.changes import Ref
from tandem.kernel.models import Effect, Timer
from tandem.kernel.recurring import Recurring
from tests.kernel.test_once import together
from tests.kernel.toy import wiring

pytestmark = pytest.mark.django_db
BOAT, OTHER = Ref("boat", 1), Ref("boat", 2)


def test_a_due_timer_becomes_its_effect_once() -> None:
    timers.schedule("salute", BOAT, 1_000, {"why": "noon"})
    assert timers.fire_due(999) == 0
    assert timers.fire_due(1_000) == 1
    assert timers.fire_due(2_000) == 0
    effect = Effect.objects.get()
    assert (effect.kind, effect.key) == ("salute", f"timer:{Timer.objects.get().id}")
    assert effect.payload == {"subject_id": "1", "due": 1_000, "why": "noon"}
    assert Timer.objects.get().fired_at == 1_000


def test_the_same_moment_twice_is_one_timer() -> None:
    timers.schedule("salute", BOAT, 1_000)
    timers.schedule("salute", BOAT, 1_000, {"again": True})
    timers.schedule("salute", BOAT, 2_000)
    timers.schedule("salute", OTHER, 1_000)
    timers.schedule("shot", BOAT, 1_000)
    assert Timer.objects.count() == 4


def test_after_an_outage_all_that_is_due_fires_at_once() -> None:
    """X-16: a hundred a second would let the last of thousands wait for a minute."""
    Timer.objects.bulk_create(
        Timer(kind="salute", subject_kind="boat", subject_id=one, due=1_000) for one in range(250)
    )
    worker.tend(Recurring())
    assert Timer.objects.filter(due=1_000, fired_at__isnull=True).count() == 0
    assert Effect.objects.filter(kind="salute").count() == 250


def test_cancelling_forgets_what_has_not_fired() -> None:
    for due in (1_000, 2_000, 3_000):
        timers.schedule("salute", BOAT, due)
    timers.schedule("salute", OTHER, 2_000)
    timers.fire_due(1_000)
    assert timers.cancel("salute", BOAT) == 2
    assert timers.fire_due(9_000) == 1
    assert Effect.objects.count() == 2


def test_an_unknown_kind_is_refused_and_one_of_another_version_blocks_nobody() -> None:
    with pytest.raises(RuntimeError, match="no such effect kind"):
        timers.schedule("unheard", BOAT, 1)
    Timer.objects.create(kind="future", subject_kind="boat", subject_id=1, due=1)
    timers.schedule("salute", BOAT, 2)
    assert timers.fire_due(10) == 1
    assert Timer.objects.get(kind="future").fired_at is None


@pytest.mark.django_db(transaction=True)
def test_several_tenders_fire_each_timer_once() -> None:
    for due in range(30):
        timers.schedule("salute", BOAT, due)
    fired = together(*[lambda: timers.fire_due(100)] * 3)
    assert sum(fired) == 30
    assert Effect.objects.count() == 30
    assert worker.drain() == 30
    assert len(set(wiring.carried_out)) == 30
