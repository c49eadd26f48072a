"""X-16: after an outage of an hour everything comes at once: mails that servers have kept for us, and moments that have passed."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final

import requests

from faults.clients.agents import Agent
from faults.experiments.kinds import Experiment
from faults.measuring import p95, within
from faults.nemesis import start
from faults.stage import Stage

MINUTE: Final = 60_000
#: Moments that pass in the outage, and mails that wait when it is over: short, and long.
TIMERS: Final = (40, 5_000)
MAILS: Final = (150, 20_000)
#: Seconds: what people wait for a page or a reply meanwhile, 95 times out of 100; and for everything to be at rest.
PAGE: Final = 2.0
#: Deliveries of the last few replies, and what they ask for.
OURS: Final = 6
DRAINED: Final = 1_800.0


def perform(stage: Stage) -> None:
    """Schedule, go down for an hour, let it pile up, come back, and work meanwhile."""
    long = stage.budget.scale > 1
    for _each in range(TIMERS[long]):
        stage.mail()
    stage.relay.wait_empty(DRAINED)
    stage.until(lambda: not stage.under_way(), DRAINED, 0.5)
    rows = stage.world.database.rows("SELECT number, seq FROM tickets_ticket ORDER BY id")
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda one: _moment(stage, *one), enumerate(rows)))
    for node in stage.world.nodes:
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
    stage.journal.note("down")
    stage.forward(60 * MINUTE)
    for _each in range(MAILS[long]):
        stage.mail()
    began = time.monotonic()
    for node in stage.world.nodes:
        start(stage.journal, node)
    _work(stage, rows)
    stage.journal.note("herd", timers=sum(made))
    within(stage, "everything after an outage", time.monotonic() - began, DRAINED, "s")


def _moment(stage: Stage, number: int, row: Mapping[str, Any]) -> bool:
    """A ticket that sleeps, or a reply that leaves by itself, until a moment within the outage."""
    at = datetime.fromtimestamp((stage.world_now + (30 + number % 25) * MINUTE) / 1000, UTC).isoformat()
    token = stage.token()
    if number % 2:
        path, kind = f"/tickets/{row['number']}/snooze", "snoozed"
        body: dict[str, Any] = {"until": at}
    else:
        path, kind = f"/tickets/{row['number']}/scheduled", "scheduled"
        body = {"at": at, "seen": row["seq"], "body": f"Hold B flat. {token}", "client_id": token}
    operation = stage.journal.begin(kind, token, ticket=row["number"])
    try:
        answer = stage.agents[0].tell(stage.world.one, "POST", path, body)
    except requests.RequestException as error:
        stage.journal.end(operation, "unknown", type(error).__name__)
        return False
    done = answer.status_code in {200, 201}
    stage.journal.end(operation, "ok" if done else "fail", answer.text)
    return done


def _work(stage: Stage, rows: Sequence[Mapping[str, Any]]) -> None:
    """Read and answer as people do, until everything is at rest."""
    agent, node = stage.agents[1], stage.world.one
    pages, replies, failed = [], [], 0
    deadline = time.monotonic() + DRAINED
    for turn in itertools.count():
        row = rows[turn % len(rows)]
        for path in ("/tickets?limit=50", f"/tickets/{row['number']}", f"/tickets/{row['number']}/messages"):
            seconds, found = _timed(lambda path=path: agent.ask(node, path))  # type: ignore[misc]
            pages.append(seconds)
            failed += found is None
        if turn % 5 == 0:
            replies.append(_timed(lambda: _reply(stage, agent))[0])
        # What we have just answered is always under way.
        done = turn % 10 == 9 and not stage.relay.left() and sum(stage.under_way().values()) <= OURS
        if done or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    within(stage, f"{len(pages)} pages after an outage, 95 %", p95(pages), PAGE, "s")
    within(stage, f"{len(replies)} replies after an outage, 95 %", p95(replies), PAGE, "s")
    within(stage, "pages that did not come", failed, 0, "")


def _reply(stage: Stage, agent: Agent) -> None:
    """Answer the newest ticket; somebody may have been faster, and is told so."""
    newest = agent.tickets(stage.world.one, 1)
    if newest:
        agent.reply(stage.world.one, newest[0], stage.token())


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    found = work()
    return time.monotonic() - began, found


EXPERIMENT = Experiment("X-16", "everything at once after an outage", perform, seconds=0, long_seconds=0, moved=True)
