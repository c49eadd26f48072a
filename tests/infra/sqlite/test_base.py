from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import IntegrityError, connections, transaction

from tandem.infra.sqlite.watch import CommitWatch, data_version

_OTHER_PROCESS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("INSERT INTO note (body) VALUES ('from elsewhere')")
connection.commit()
"""


def commit_elsewhere(alias: str) -> None:
    subprocess.run([sys.executable, "-c", _OTHER_PROCESS, connections[alias].settings_dict["NAME"]], check=True)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("cache_size", -20000), ("busy_timeout", 20000)],
)
def test_connections_have_our_settings(scratch: str, pragma: str, value: object) -> None:
    with connections[scratch].cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_a_missing_reference_is_refused(scratch: str) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(using=scratch),
        connections[scratch].cursor() as cursor,
    ):
        cursor.execute("INSERT INTO reply (note) VALUES (77)")


def test_a_transaction_begins_as_a_writer(scratch: str) -> None:
    with transaction.atomic(using=scratch):
        other = sqlite3.connect(connections[scratch].settings_dict["NAME"], timeout=0)
        try:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        finally:
            other.close()


def test_another_process_writing_is_waited_for(scratch: str) -> None:
    other = sqlite3.connect(connections[scratch].settings_dict["NAME"], check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    threading.Timer(0.3, lambda: other.execute("COMMIT")).start()
    with connections[scratch].cursor() as cursor:
        cursor.execute("INSERT INTO note (body) VALUES ('patient')")
    other.close()


def test_a_commit_of_another_process_is_noticed_once(scratch: str) -> None:
    watch = CommitWatch(scratch)
    assert watch.noticed()
    assert not watch.noticed()
    commit_elsewhere(scratch)
    assert watch.noticed()
    assert not watch.noticed()


def test_own_commits_do_not_move_the_data_version_of_their_connection(scratch: str) -> None:
    before = data_version(scratch)
    with connections[scratch].cursor() as cursor:
        cursor.execute("INSERT INTO note (body) VALUES ('mine')")
    assert data_version(scratch) == before
    commit_elsewhere(scratch)
    assert data_version(scratch) != before


def test_the_file_of_a_fresh_installation_may_be_opened_by_many_at_once(tmp_path: Path, scratch: str) -> None:
    """The switch to WAL needs the file alone; sixteen threads opening it first must all succeed."""
    connections.settings["fresh"] = {**connections.settings[scratch], "NAME": str(tmp_path / "fresh.sqlite3")}

    def mode(_: int) -> str:
        try:
            with connections["fresh"].cursor() as cursor:
                cursor.execute("PRAGMA journal_mode")
                return str(cursor.fetchone()[0])
        finally:
            connections["fresh"].close()

    try:
        with ThreadPoolExecutor(16) as pool:
            assert set(pool.map(mode, range(16))) == {"wal"}
    finally:
        del connections.settings["fresh"]
