"""Again and again, once each time, however many processes there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tandem.kernel import timers
from tandem.kernel.effects import effect_kinds
from tandem.kernel.models import Effect, Timer
from tandem.kernel.recurring import Recurring

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


@pytest.fixture(autouse=True)
def hourly() -> None:
    effect_kinds()["salute"] = replace(effect_kinds()["salute"], every_ms=HOUR)


def test_the_next_multiple_is_asked_for_once_by_everybody() -> None:
    for process in (Recurring(), Recurring()):
        process.ask(10 * HOUR + 5)
        process.ask(10 * HOUR + 6)
    assert [timer.due for timer in Timer.objects.all()] == [11 * HOUR]


def test_nothing_is_asked_of_the_database_between_two_periods(django_assert_num_queries: Any) -> None:
    process = Recurring()
    process.ask(10 * HOUR)
    with django_assert_num_queries(0):
        process.ask(11 * HOUR - 1)


def test_each_period_fires_once_and_old_timers_are_forgotten() -> None:
    process = Recurring()
    for hour in range(6):
        process.ask(hour * HOUR)
        timers.fire_due(hour * HOUR)
    assert Effect.objects.count() == 5
    assert sorted(timer.due // HOUR for timer in Timer.objects.all()) == [3, 4, 5, 6]
