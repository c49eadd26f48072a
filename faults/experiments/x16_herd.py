"""X-16: after an outage everything comes at once: mails that servers have kept for us, and moments that have passed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from faults.experiments.kinds import Experiment
from faults.nemesis import start
from faults.stage import Stage

#: Seconds ahead at which the scheduled replies are due, which is in the outage.
DUE = 4


def perform(stage: Stage) -> None:
    """Schedule, go down, let it pile up, come back, and use the list meanwhile."""
    large = stage.budget.scale > 1
    for _each in range(500 if large else 10):
        stage.mail()
    scheduled = sum(_schedule(stage, row) for row in stage.tickets(100 if large else 10))
    for node in stage.world.nodes:
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
    stage.journal.note("down")
    for _each in range(20_000 if large else 150):
        stage.mail()
    time.sleep(stage.budget.seconds)
    for node in stage.world.nodes:
        start(stage.journal, node)
    times = _use(stage)
    stage.journal.note("herd", scheduled=scheduled, reads=len(times), p95_ms=round(1000 * _p95(times)))


def _schedule(stage: Stage, row: Mapping[str, Any]) -> bool:
    at = datetime.now(UTC) + timedelta(seconds=DUE)
    token = stage.token()
    body = {"at": at.isoformat(), "seen": row["seq"], "body": f"Hold B flat. {token}", "client_id": token}
    number = stage.journal.begin("scheduled", token, ticket=row["number"])
    try:
        answer = stage.agents[0].tell(stage.world.one, "POST", f"/tickets/{row['number']}/scheduled", body)
    except requests.RequestException as error:
        stage.journal.end(number, "unknown", type(error).__name__)
        return False
    stage.journal.end(number, "ok" if answer.status_code == 201 else "fail", answer.text)
    return answer.status_code == 201


def _use(stage: Stage) -> list[float]:
    """Seconds that the list took, again and again until everything is at rest."""
    times = []
    deadline = time.monotonic() + 1_800
    while time.monotonic() < deadline:
        began = time.monotonic()
        stage.agents[1].tickets(stage.world.one, 50)
        times.append(time.monotonic() - began)
        if not stage.relay.left() and not stage.under_way():
            break
        time.sleep(0.1)
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


EXPERIMENT = Experiment("X-16", "everything at once after an outage", perform, seconds=2, long_seconds=60)
