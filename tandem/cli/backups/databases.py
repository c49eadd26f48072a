"""A consistent copy of the database while others go on writing to it, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tandem.cli.backups.manifest import POSTGRESQL, SQLITE, BackupError

#: Tables whose rows an operator would miss first.
_COUNTED = {
    "tickets": "tickets_ticket",
    "messages": "tickets_message",
    "people": "people_person",
    "attachments": "tickets_attachment",
    "ledger": "email_channel_ledgerentry",
    "events": "kernel_event",
}


@dataclass
class Copy:
    """The copy of a database: the file it is in, the migrations that were applied, rows by what they are."""

    path: Path
    migrations: list[str]
    counts: dict[str, int]


def kind() -> str:
    """The name that the configured database has in an archive."""
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL


def sqlite_path() -> Path:
    """The file of the embedded database."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


def copy(folder: Path) -> Copy:
    """Copy the database into this folder as it is at one moment. Raises BackupError."""
    return _copy_sqlite(folder / SQLITE) if connection.vendor == "sqlite" else _copy_postgresql(folder / POSTGRESQL)


def _copy_sqlite(target: Path) -> Copy:
    with (
        closing(sqlite3.connect(f"file:{sqlite_path()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as made,
    ):
        # In one step: a reader of a write-ahead log holds nobody up, and a copy in many steps begins anew at every commit.
        source.backup(made, pages=-1)
        made.execute("PRAGMA journal_mode = DELETE")
        problem = made.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise BackupError(f"The database is damaged, so that its copy would be worth nothing: {problem}")
        return Copy(target, *_facts(lambda sql: made.execute(sql).fetchall()))


def _copy_postgresql(target: Path) -> Copy:
    program = _program("pg_dump")

    def rows(sql: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        snapshot = rows("SELECT pg_export_snapshot()")[0][0]
        facts = _facts(rows)
        _call(
            [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        )
    return Copy(target, *facts)


def _facts(rows: Any) -> tuple[list[str], dict[str, int]]:
    migrations = [f"{app}.{name}" for app, name in rows("SELECT app, name FROM django_migrations ORDER BY app, name")]
    return migrations, {word: rows(f"SELECT count(*) FROM {table}")[0][0] for word, table in _COUNTED.items()}  # noqa: S608  # names are ours


def is_empty() -> bool:
    """Whether there is nothing in the configured database yet."""
    if connection.vendor == "sqlite" and not sqlite_path().exists():
        return True
    tables = connection.introspection.table_names()
    connection.close()
    return not tables


def put_back(source: Path) -> None:
    """Make this copy the database. What was there has been set aside or may go. Raises BackupError."""
    connection.close()
    if connection.vendor == "sqlite":
        target = sqlite_path()
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        source.chmod(0o600)
        source.replace(target)
        return
    program = _program("pg_restore")
    _call(
        [program, "--no-owner", "--no-privileges", "--clean", "--if-exists", "--single-transaction", "--exit-on-error",
         f"--dbname={settings.DATABASES['default']['NAME']}", str(source)]
    )  # fmt: skip


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            f"{name} was not found. Install the client programs of PostgreSQL, of the server's version or newer "
            "(on Debian and Ubuntu: apt install postgresql-client)."
        )
    return found


def _call(command: list[str]) -> None:
    database = settings.DATABASES["default"]
    # By the environment: arguments can be read by every user of the machine.
    given = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
        "PGSSLMODE": database.get("OPTIONS", {}).get("sslmode"),
    }
    environment = os.environ | {name: str(value) for name, value in given.items() if value}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603  # our own words
    if done.returncode != 0:
        words = " ".join(done.stderr.split())[:500] or f"it ended with code {done.returncode}"
        raise BackupError(f"{Path(command[0]).name} failed: {words}")
