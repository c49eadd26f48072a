"""X-04: the disk is full, first up to the floor below which nothing new is taken, then to its last byte and without a floor."""

from __future__ import annotations

import time
from typing import Final

from faults import disk
from faults.experiments.kinds import Experiment
from faults.nemesis import start
from faults.stage import Stage, Traffic

MEGABYTE: Final = 1 << 20


def perform(stage: Stage) -> None:
    """Fill, hold, give back; twice."""
    traffic = Traffic(stage, rate=5)
    stage.tickets(2)
    _hold(stage, leave=MEGABYTE)
    for node in stage.world.nodes:
        # Without the floor, what is under way meets the end of the disk in the middle of a write.
        node.configure(TANDEM_FREE_BYTES="0")
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
        start(stage.journal, node)
    _hold(stage, leave=0)
    traffic.end()


def _hold(stage: Stage, leave: int) -> None:
    folder = stage.world.home.parent
    disk.fill(folder, leave)
    stage.journal.note("cannot keep", left=leave)
    deadline = time.monotonic() + stage.budget.seconds
    while time.monotonic() < deadline:
        # What others delete meanwhile is taken at once.
        disk.fill(folder, leave)
        time.sleep(0.05)
    stage.journal.note("can keep")
    disk.empty(folder)
    time.sleep(2)


EXPERIMENT = Experiment("X-04", "the disk is full", perform, seconds=6, long_seconds=60, disk=64)
