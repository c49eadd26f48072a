"""X-01: kill -9 at every stop point of mail and at random moments, while mails and replies go on."""

from __future__ import annotations

from faults.experiments.kinds import Experiment
from faults.nemesis import EVERY_POINT, Killer
from faults.stage import Stage, Traffic


def perform(stage: Stage) -> None:
    """Kill for the whole budget."""
    traffic = Traffic(stage, rate=6)
    stage.tickets(3)
    Killer(stage, EVERY_POINT).run(stage.budget.seconds)
    traffic.end()


EXPERIMENT = Experiment("X-01", "kill -9 at stop points and at random", perform, seconds=22, long_seconds=900)
