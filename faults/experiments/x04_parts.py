"""X-04 part by part: attachments, what is logged, and temporary files each have a disk of their own that is full while all others
have room. What cannot be logged stops nothing."""

from __future__ import annotations

import time

from faults import disk
from faults.experiments.kinds import Experiment
from faults.stage import Stage, Traffic


def perform(stage: Stage) -> None:
    """In an order of the seed: fill one, hold, give back."""
    traffic = Traffic(stage, rate=5)
    stage.tickets(2)
    try:
        for name in stage.random.sample(sorted(stage.world.parts), len(stage.world.parts)):
            (_hold_log if name == "log" else _hold)(stage, name)
    finally:
        traffic.end()


def _hold(stage: Stage, name: str) -> None:
    """Where it has to say that it cannot keep anything."""
    _fill(stage, name)
    stage.journal.note("cannot keep", part=name)
    _stay_full(stage, name)
    stage.journal.note("can keep")
    _give_back(stage, name)


def _hold_log(stage: Stage, name: str) -> None:
    """Where it goes on: a mail is taken, a reply is, and nobody calls it unready."""
    _fill(stage, name)
    mail = stage.mail()
    if not stage.until(
        lambda: any(mail.token in row["subject"] for row in stage.agents[0].tickets(stage.world.one)), 20
    ):
        stage.problems.append("a mail did not become a ticket while nothing could be logged")
    row, token = stage.tickets(1)[0], stage.token()
    if stage.agents[0].insist(stage.world.nodes, row, token, stage.random) == "unknown":
        stage.problems.append("a reply was not answered while nothing could be logged")
    if any(node.ready() != 200 for node in stage.world.nodes):
        stage.problems.append("it calls itself unready for a log that is full")
    _stay_full(stage, name)
    _give_back(stage, name)


def _fill(stage: Stage, name: str) -> None:
    disk.fill(stage.world.parts[name])
    stage.journal.note("filled", part=name)


def _stay_full(stage: Stage, name: str) -> None:
    deadline = time.monotonic() + stage.budget.seconds
    while time.monotonic() < deadline:
        disk.fill(stage.world.parts[name])
        time.sleep(0.05)


def _give_back(stage: Stage, name: str) -> None:
    disk.empty(stage.world.parts[name])
    time.sleep(2)


EXPERIMENT = Experiment(
    "X-04 parts",
    "one of the disks is full",
    perform,
    seconds=4.5,
    long_seconds=60,
    short_on=("sqlite",),
    parts_disk=16,
)
