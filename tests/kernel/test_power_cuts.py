"""A process that dies at any point leaves nothing half done, and what it had begun is finished by another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tandem.infra import clock
from tandem.kernel import outbox, timers, worker
from tandem.kernel.changes import EffectRequest, Ref
from tandem.kernel.models import DoneOnce, Effect, Event, Timer
from tests.kernel.toy.models import Boat, Mark

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]


def database_url() -> str:
    """The test database, as another process reaches it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    address = f"{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{address}/{given['NAME']}"


def victim(action: str, stop_at: str = "") -> int:
    """Run the victim; its exit code, -9 when it was killed."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "TANDEM_STOP_AT": stop_at}
    command = [sys.executable, "-m", "tests.kernel.victim", action]
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=50, check=False).returncode


def counts() -> tuple[int, ...]:
    """Boats, their events, projected rows, effects, remembered requests."""
    return tuple(model._base_manager.count() for model in (Boat, Event, Mark, Effect, DoneOnce))


def test_a_death_before_the_commit_leaves_nothing() -> None:
    assert victim("launch", "before_commit") == -signal.SIGKILL
    assert counts() == (0, 0, 0, 0, 0)
    assert victim("launch") == 0
    assert counts() == (1, 1, 1, 1, 1)


def test_a_death_after_the_commit_leaves_everything_and_a_repetition_adds_nothing() -> None:
    assert victim("launch", "after_commit") == -signal.SIGKILL
    assert counts() == (1, 1, 1, 1, 1)
    assert victim("launch") == 0
    assert counts() == (1, 1, 1, 1, 1)


@pytest.mark.parametrize(("stop_at", "fired"), [("before_timer_claim", False), ("after_timer_claim", True)])
def test_a_timer_fires_once_around_a_death(stop_at: str, fired: bool) -> None:
    timers.schedule("salute", Ref("boat", 1), 1)
    assert victim("fire", stop_at) == -signal.SIGKILL
    assert (Timer.objects.get().fired_at is not None) is fired
    assert Effect.objects.count() == int(fired)
    timers.fire_due()
    assert Effect.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "doubt", "stop_at", "state", "carried_out"),
    [
        ("salute", "", "after_claim", "done", 1),
        ("salute", "", "before_finish", "done", 2),
        ("mail", "not begun", "after_claim", "done", 1),
        ("mail", "begun", "before_finish", "parked", 1),
    ],
)
def test_an_effect_survives_its_worker(kind: str, doubt: str, stop_at: str, state: str, carried_out: int) -> None:
    """Repeatable ones are carried out at least once; ones that must not be in doubt at most once."""
    request = EffectRequest(kind, "1", {"behave": "mark", "doubt": doubt})
    outbox.enqueue([request], clock.now_ms())
    assert victim("work", stop_at) == -signal.SIGKILL
    assert Effect.objects.get().state == "claimed"
    assert not worker.carry_out_one(), "nobody else takes it while its lease runs"
    assert outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1) == 1
    worker.drain()
    assert (Effect.objects.get().state, Mark.objects.count()) == (state, carried_out)
