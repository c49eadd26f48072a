"""X-04 once more: PostgreSQL's own disk is full, while all others have room. It may refuse, and it may die of it."""

from __future__ import annotations

import time
from contextlib import suppress

import psycopg

from faults import disk
from faults.experiments.kinds import Experiment
from faults.stage import Stage, Traffic
from faults.world.databases import Postgres, PostgresServer


def perform(stage: Stage) -> None:
    """Fill, hold, give back: at first with the server's log elsewhere, so that it lives on and can add no page to a table; then
    with its log on the same disk, of which it dies. Whoever runs a server lets it begin again when it has ended: so do we."""
    database = stage.world.database
    assert isinstance(database, Postgres)
    traffic = Traffic(stage, rate=5)
    stage.tickets(2)
    try:
        _hold(stage, database.server, busy=False)
        stage.journal.note("down")
        database.server.log_at_home()
        stage.journal.note("up", node="postgresql")
        time.sleep(2)
        _hold(stage, database.server, busy=True)
    finally:
        traffic.end()


def _hold(stage: Stage, server: PostgresServer, *, busy: bool) -> None:
    disk.fill(server.place)
    stage.journal.note("cannot keep")
    deadline = time.monotonic() + stage.budget.seconds
    while time.monotonic() < deadline:
        # What it deletes meanwhile is taken at once.
        disk.fill(server.place)
        if busy:
            _fill_its_log(server)
        if server.revive():
            stage.journal.note("killed", node="postgresql", at="by its full disk")
            time.sleep(0.5)
        time.sleep(0.05)
    stage.journal.note("can keep")
    disk.empty(server.place)
    server.start()
    time.sleep(2)


def _fill_its_log(server: PostgresServer) -> None:
    """Others write as well: what is left of its log is used up, and it may not go on without."""
    with suppress(psycopg.Error):
        server.execute("SELECT pg_logical_emit_message(false, 'faults', repeat('x', 200000))")


EXPERIMENT = Experiment(
    "X-04 database",
    "PostgreSQL's disk is full",
    perform,
    seconds=8,
    long_seconds=60,
    short_on=("postgresql",),
    database_disk=160,
)
