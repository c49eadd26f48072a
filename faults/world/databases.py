"""The two databases under test: a file, and a PostgreSQL of our own that can be killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
import psycopg.rows

from faults.world.node import free_port
from faults.world.turns import Turns

Row = Mapping[str, Any]
_PATIENCE: Final = 60.0


class Database(Protocol):
    """One database of one world."""

    vendor: str
    url: str

    def rows(self, statement: str) -> list[Row]:
        """What a SELECT finds, from outside of the product."""

    def execute(self, statement: str) -> None:
        """One statement, committed."""

    def hold(self, seconds: float) -> None:
        """Let nobody else write to the ledger for a while."""

    def complaints(self) -> list[str]:
        """What the database's own check says is wrong with it."""

    def drop(self) -> None:
        """Forget it."""


class Sqlite:
    """The file in the home."""

    vendor = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection

    def rows(self, statement: str) -> list[Row]:
        """What a SELECT finds."""
        with closing(self._connect()) as connection:
            return [dict(row) for row in connection.execute(statement)]

    def execute(self, statement: str) -> None:
        """One statement, committed."""
        with closing(self._connect()) as connection:
            connection.execute(statement)

    def hold(self, seconds: float) -> None:
        """Hold the write lock."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    def complaints(self) -> list[str]:
        """`integrity_check` and dangling references."""
        with closing(self._connect()) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            return said + [f"dangling: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")]

    def drop(self) -> None:
        """It goes with the home."""


class Postgres:
    """One database of a server."""

    vendor = "postgresql"

    def __init__(self, server: PostgresServer, name: str) -> None:
        self.server = server
        self.name = name
        self.url = f"{server.url.rpartition('/')[0]}/{name}"

    @contextmanager
    def _connect(self) -> Iterator[psycopg.Connection[Row]]:
        with psycopg.connect(self.url, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
            yield connection

    def rows(self, statement: str) -> list[Row]:
        """What a SELECT finds."""
        with self._connect() as connection:
            return list(connection.execute(statement))  # type: ignore[call-overload]

    def execute(self, statement: str) -> None:
        """One statement, committed."""
        with self._connect() as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def hold(self, seconds: float) -> None:
        """Lock the ledger against everybody."""
        with self._connect() as connection, connection.transaction():
            connection.execute("LOCK TABLE email_channel_ledgerentry IN EXCLUSIVE MODE")
            time.sleep(seconds)

    def complaints(self) -> list[str]:
        """Indexes that cannot be used; what else it says would be an error of a SELECT."""
        return [
            row["name"]
            for row in self.rows("SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid")
        ]

    def drop(self) -> None:
        """Forget it."""
        self.server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


class PostgresServer:
    """A cluster in a folder of its own, or (without the programs for that) one that somebody named, which is never killed."""

    def __init__(self, folder: Path | None, url: str = "", *, log: Path | None = None, small: bool = False) -> None:
        """`small`: in a few megabytes, with segments of its log of one each; `log`: where it says what troubles it."""
        self._folder, self._small = folder, small
        self._log = log or (folder.parent / "postgresql.log" if folder is not None else None)
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._user = pwd.getpwnam("postgres").pw_uid if folder is not None and os.getuid() == 0 else None
        self.url = url or f"postgresql://tandem@127.0.0.1:{self._port}/postgres"
        #: Experiments run side by side, and one of them kills the server of all.
        self.turns = Turns()

    @property
    def is_ours(self) -> bool:
        """Whether it may be killed."""
        return self._folder is not None

    @property
    def place(self) -> Path:
        """The folder in which that of its files lies."""
        assert self._folder is not None
        return self._folder.parent

    def make(self) -> None:
        """A new cluster, as safe as it is by default: fsync, full pages, synchronous commits."""
        assert self._folder is not None
        self._folder.mkdir()
        if self._user is not None:
            os.chown(self._folder, self._user, -1)
        words = ["-D", str(self._folder / "data"), "-A", "trust", "-U", "tandem", "--encoding=UTF8", "--locale=C.UTF-8"]
        if self._small:
            words += ["--wal-segsize=1", "-X", str(self._make_elsewhere())]
        done = subprocess.run([_program("initdb"), *words], user=self._user, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(done.stderr)

    def _make_elsewhere(self) -> Path:
        """A folder for its log beside that of what it says, which is not on the small disk."""
        assert self._log is not None
        folder = self._log.parent / "wal"
        folder.mkdir()
        if self._user is not None:
            os.chown(folder, self._user, -1)
        return folder

    def log_at_home(self) -> None:
        """Of a small one: stop, move its log to its other files, and begin again."""
        assert self._folder is not None
        self.stop()
        link = self._folder / "data" / "pg_wal"
        elsewhere = link.resolve()
        link.unlink()
        shutil.copytree(elsewhere, link)
        if self._user is not None:
            for path in (link, *link.rglob("*")):
                os.chown(path, self._user, -1)
        link.chmod(0o700)
        self.start()

    def start(self) -> None:
        """Run, also after a death: what is left of the last life is waited for."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                self._begin()
            if self._answers():
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start")

    def revive(self) -> bool:
        """What looks after services does when one has ended: begin it once more. Whether it had ended."""
        if self._process is None or self._process.poll() is None:
            return False
        self._begin()
        return True

    def _begin(self) -> None:
        assert self._folder is not None and self._log is not None
        options = {"port": str(self._port), "listen_addresses": "127.0.0.1", "max_connections": "200", "jit": "off"}
        options["unix_socket_directories"] = str(self._folder)
        if self._small:
            # Files of the log are made anew each time, not used again: that it has room is no luck of what it did before.
            options |= {"min_wal_size": "2MB", "max_wal_size": "8MB", "wal_recycle": "off", "shared_buffers": "16MB"}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [_program("postgres"), "-D", str(self._folder / "data"), *words],
                user=self._user,
                stdout=log,
                stderr=log,
                cwd="/",
            )

    def _answers(self) -> bool:
        with suppress(psycopg.Error):
            self.execute("SELECT 1")
            return True
        return False

    def execute(self, statement: str) -> None:
        """One statement of an administrator."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def kill(self) -> None:
        """`kill -9` of the postmaster; its backends see that and end."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(20)

    def kill_a_backend(self, database: str) -> bool:
        """`kill -9` of one backend of a database, which lets all of them begin anew; whether there was one."""
        asked = f"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        with (
            suppress(psycopg.Error, ProcessLookupError),
            psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection,
        ):
            found = connection.execute(asked).fetchall()  # type: ignore[call-overload]
            if found:
                os.kill(found[0][0], signal.SIGKILL)
                return True
        return False

    def stop(self) -> None:
        """End it, if it is ours."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
            if self._process.poll() is None:
                self.kill()

    def new(self, template: str = "") -> Postgres:
        """An empty database, or a copy of one."""
        name = f"faults_{uuid.uuid4().hex[:12]}"
        self.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return Postgres(self, name)


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name) or ""


def postgres_server(folder: Path) -> PostgresServer | None:
    """Where there is one: of our own if its programs are installed, else the one that DATABASE_URL names; running."""
    if _program("initdb") and _program("postgres"):
        server = PostgresServer(folder)
        server.make()
        server.start()
        return server
    named = os.environ.get("DATABASE_URL", "")
    return PostgresServer(None, named) if named.startswith("postgres") else None
