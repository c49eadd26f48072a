"""X-03: the database dies. PostgreSQL by kill -9 of its postmaster and of single backends; SQLite with writers that are killed in
the middle of a transaction, some of whose pages are in the log already."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Final

from faults.experiments.kinds import Experiment, Skipped
from faults.nemesis import Killer
from faults.stage import Stage, Traffic
from faults.world.databases import Postgres, Sqlite

#: Seconds without PostgreSQL: long enough that the health page has to know.
DOWN: Final = 6.0
#: Another process in the middle of a large transaction: a cache of one page makes it write what it has not committed.
_WRITER: Final = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
for table, column in (("tickets_message", "text"), ("tickets_ticket", "subject"), ("email_channel_ledgerentry", "reason")):
    connection.execute(f"UPDATE {table} SET {column} = {column} || ' half'")
connection.execute("DELETE FROM kernel_event")
print("in", flush=True)
time.sleep(30)
"""


def perform(stage: Stage) -> None:
    """Whichever database it is, while mails and replies go on."""
    database = stage.world.database
    if isinstance(database, Postgres) and not database.server.is_ours:
        raise Skipped("this PostgreSQL is not ours to kill")
    traffic = Traffic(stage, rate=5)
    stage.tickets(2)
    try:
        if isinstance(database, Sqlite):
            _kill_writers(stage, database)
            Killer(stage, ("before_commit", "before_ledger_applied"), patience=1.5).run(stage.budget.seconds / 2)
        elif isinstance(database, Postgres):
            _kill_server(stage, database)
    finally:
        traffic.end()


def _kill_writers(stage: Stage, database: Sqlite) -> None:
    for _each in range(20 * stage.budget.scale):
        command = [sys.executable, "-S", "-c", _WRITER, str(database.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(stage.random.uniform(0, 0.02))
            writer.kill()
        stage.journal.note("killed", node="a writer", at="in a transaction")
        time.sleep(stage.random.uniform(0, 0.2))


def _kill_server(stage: Stage, database: Postgres) -> None:
    deadline = time.monotonic() + stage.budget.seconds
    while time.monotonic() < deadline:
        for _each in range(stage.random.choice((1, 2))):
            if database.server.kill_a_backend(database.name):
                stage.journal.note("killed", node="postgresql", at="a backend")
            time.sleep(stage.random.uniform(0.5, 2))
        stage.journal.note("killed", node="postgresql", at="the postmaster")
        stage.journal.note("down")
        stage.journal.note("cannot keep")
        database.server.kill()
        time.sleep(DOWN)
        # It takes what it is given before it says that it has started.
        stage.journal.note("can keep")
        database.server.start()
        stage.journal.note("up", node="postgresql")
        time.sleep(stage.random.uniform(1, 3))


EXPERIMENT = Experiment("X-03", "the database is killed", perform, seconds=10, long_seconds=300, kills_server=True)
