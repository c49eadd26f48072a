"""What was done long ago is forgotten, in batches; what is not over, or was set aside, stays."""

from __future__ import annotations

import pytest

from tandem.infra import clock
from tandem.kernel import purging
from tandem.kernel.actors import SYSTEM
from tandem.kernel.commands import Once
from tandem.kernel.effects import Claim
from tandem.kernel.models import DoneOnce, Effect
from tandem.kernel.pipeline import run
from tandem.kernel.purging import DAY_MS, PURGE, purge
from tests.kernel.toy.wiring import Do, launch

pytestmark = pytest.mark.django_db
NOW = 1_900_000_000_000


def effect(key: str, state: str, created: int, finished: int | None = None) -> None:
    """An effect that was asked for, and finished, so many days ago."""
    Effect.objects.create(
        kind="salute",
        key=key,
        payload={},
        state=state,
        created_at=NOW - created * DAY_MS,
        finished_at=None if finished is None else NOW - finished * DAY_MS,
    )


def left() -> set[str]:
    return set(Effect.objects.values_list("key", flat=True))


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_effects_that_were_carried_out_go_after_two_weeks(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "_BATCH", batch)
    effect("parked", "parked", 99, 99)
    effect("waits", "queued", 98)
    effect("long under way", "claimed", 97)
    effect("old", "done", 90, 90)
    effect("finished late", "done", 80, 13)
    effect("old too", "done", 16, 15)
    effect("young", "done", 13, 13)
    effect("now", "done", 0, 0)
    assert purge(NOW) == 2
    assert left() == {"parked", "waits", "long under way", "finished late", "young", "now"}
    assert purge(NOW) == 0


def test_the_young_are_not_gone_through(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object) -> None:
    monkeypatch.setattr(purging, "_BATCH", 2)
    for number in range(10):
        effect(str(number), "done", 1, 1)
    with django_assert_num_queries(3):  # type: ignore[operator]  # a page and a batch of effects, a page of names
        assert purge(NOW) == 0


def test_a_request_may_be_repeated_for_a_month() -> None:
    def named(key: str) -> Do:
        return Do(launch(), names=[Once.of("actor", key, "the same")])

    for key, days in (("old", 31), ("young", 29)):
        with clock.travelling(lambda days=days: NOW - days * DAY_MS):  # type: ignore[misc]  # bound here
            run(named(key), SYSTEM)
    assert purge(NOW) == 1
    assert list(DoneOnce.objects.values_list("key", flat=True)) == ["young"]
    assert run(named("young"), SYSTEM).replayed
    assert not run(named("old"), SYSTEM).replayed


def test_it_is_done_every_day() -> None:
    effect("old", "done", 90, 90)
    assert PURGE.every_ms == DAY_MS
    with clock.travelling(lambda: NOW):
        PURGE.handle(Claim(1, PURGE.name, "timer:1", {}, 1, 1))
    assert left() == set()
