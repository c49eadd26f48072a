"""Several colleagues on one ticket, whatever they do in whatever order: no reply answers over something unseen without saying so,
also none that waited for its time; no text is lost, nobody is shown who is not there, and nobody changes or learns what they
may not.

Everybody comes through the doors that browsers use, so this holds of the routes, not of their parts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.collision.onlookers import Onlookers
from tests.world import World


@pytest.fixture
def colleagues(world: World) -> Iterator[type[Onlookers]]:
    Onlookers.world = world
    yield Onlookers


# A failure is made small before it is told, which takes longer than playing.
@pytest.mark.timeout(400)
def test_whatever_happens_nothing_is_answered_unseen_and_nothing_is_lost(colleagues: type[Onlookers]) -> None:
    run_state_machine_as_test(
        colleagues,
        settings=settings(
            max_examples=18, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
