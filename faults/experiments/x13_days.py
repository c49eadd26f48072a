"""X-13 once more, with a clock that is set forward from attempt to attempt: mail servers that refuse for now for a whole day
(greylisting at its worst), and such that never take it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from faults.clients.letters import customer_of
from faults.experiments.kinds import Experiment
from faults.stage import Stage
from faults.tokens import tokens_in

MINUTE: Final = 60_000
DAY: Final = 24 * 60 * MINUTE
#: Behaviours of those that refuse for now.
FOR_NOW: Final = ("rcpt:450", "rcpt:452", "data:451", "end:450")
#: Milliseconds after an attempt is due: whoever looks then finds it due.
_AFTER: Final = 20


def perform(stage: Stage) -> None:
    """Replies to both kinds, each of which closes its ticket; then a day, then four more and a little."""
    short = stage.budget.scale == 1
    late, never = (2, 1) if short else (6, 3)
    for _each in range(late + never):
        stage.mail()
    rows = stage.tickets(late + never)
    stage.until(lambda: not stage.under_way(), 30)
    began = stage.world_now
    told = [_refused(stage, row, "never" if place < never else "a day") for place, row in enumerate(rows)]
    stage.journal.note("refused for long", replies=told)
    _wait(stage, began + DAY)
    for _token, recipient, how in told:
        if how == "a day":
            stage.sink.take_again(recipient)
    stage.journal.note("taken again")
    _wait(stage, began + 6 * DAY)


def _refused(stage: Stage, row: Mapping[str, Any], how: str) -> tuple[str, str, str]:
    """A reply that nobody takes: (its token, its recipient, for how long)."""
    recipient, token = customer_of(tokens_in(row["subject"])[0]), stage.token()
    stage.sink.refuse(recipient, stage.random.choice(FOR_NOW))
    stage.agents[0].insist(stage.world.nodes, row, token, stage.random, status="solved")
    return token, recipient, how


def _wait(stage: Stage, until: int) -> None:
    """Let the time pass up to a moment of the world, or until nobody waits for anything."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        stage.until(lambda: not _due(stage), 20, 0.02)
        waiting = stage.world.database.rows(
            "SELECT min(not_before) AS next FROM tickets_delivery WHERE state IN ('retry', 'queued', 'undo_window')"
        )[0]["next"]
        if waiting is None or waiting > until:
            break
        if waiting > stage.world_now:
            stage.forward(int(waiting) - stage.world_now + _AFTER)
    if stage.world_now < until and waiting is not None:
        stage.forward(until - stage.world_now)


def _due(stage: Stage) -> bool:
    """Whether somebody is about to try, or trying."""
    states = "('retry', 'queued', 'undo_window')"
    asked = f"state = 'sending' OR (state IN {states} AND coalesce(not_before, 0) <= {stage.world_now})"
    return bool(stage.world.database.rows(f"SELECT count(*) AS n FROM tickets_delivery WHERE {asked}")[0]["n"])


EXPERIMENT = Experiment(
    "X-13 days",
    "refused for a day, and for five",
    perform,
    seconds=0,
    long_seconds=0,
    moved=True,
    short_on=("postgresql",),
)
