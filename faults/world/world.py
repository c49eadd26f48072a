"""A world: an installation with its people, copied from a template that is made once, and the processes that serve it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from faults.moved_clock import MovedClock
from faults.world.databases import Database, Postgres, PostgresServer, Sqlite
from faults.world.founding import MAILBOXES
from faults.world.node import ROOT, Node

_FILE: Final = "tandem.sqlite3"


def _environment(home: Path, database_url: str, inside: tuple[str, ...] = ()) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "REDIS_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tandem.settings",
        "TANDEM_HOME": str(home),
        "DATABASE_URL": database_url,
        "TANDEM_PUBLIC_URL": "http://127.0.0.1",
        "TANDEM_MAIL_HOSTS_ALLOW": "127.0.0.0/8",
        "TANDEM_MAILS_A_MINUTE": "0",
        "TANDEM_RATE_TOKEN": "0",
        "TANDEM_RATE_ADDRESS": "0",
        "TANDEM_FREE_BYTES": str(2 * 1024 * 1024),
        "TANDEM_UNDO_WINDOW_MS": "500",
        "TANDEM_LOG_FORMAT": "json",
        "FAULTS_INSIDE": ",".join(inside),
    }


@dataclass(frozen=True, slots=True)
class Template:
    """What every world of one database is copied from."""

    home: Path
    facts: Mapping[str, Any]
    server: PostgresServer | None
    name: str

    @property
    def vendor(self) -> str:
        """sqlite or postgresql."""
        return "sqlite" if self.server is None else "postgresql"


def make_template(folder: Path, server: PostgresServer | None) -> Template:
    """An installation with people and mailboxes that nobody serves."""
    home = folder / "template"
    home.mkdir(parents=True)
    database: Database = Sqlite(home / _FILE) if server is None else server.new()
    environment = _environment(home, database.url)
    _run(environment, "-m", "tandem", "migrate")
    facts = json.loads(_run(environment, "-m", "faults.world.founding").splitlines()[-1])
    return Template(home, facts, server, database.name if isinstance(database, Postgres) else "")


def _run(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


@dataclass
class World:
    """One installation under test. `folder` holds its home, its journal and its logs."""

    folder: Path
    home: Path
    database: Database
    nodes: list[Node]
    tokens: Mapping[str, str]
    mailboxes: Mapping[str, str]
    clock: MovedClock
    environment: dict[str, str] = field(default_factory=dict)
    #: Disks of their own, by what lies there (`faults.disk.PARTS`).
    parts: Mapping[str, Path] = field(default_factory=dict)

    @property
    def one(self) -> Node:
        """The first node."""
        return self.nodes[0]

    @property
    def several(self) -> bool:
        """Whether others go on while one is away."""
        return len(self.nodes) > 1

    def mailbox_of(self, address: str) -> int:
        """The id of the mailbox with this address."""
        return next(int(self.mailboxes[name]) for name, known in MAILBOXES.items() if known == address)

    def run(self, *words: str) -> str:
        """A command of the product beside the processes, or any other Python with its settings."""
        return _run(self.environment, *words)

    def start(self) -> None:
        """All nodes."""
        for node in self.nodes:
            node.start(wait=False)
        for node in self.nodes:
            node.wait_ready()

    def end(self) -> None:
        """All processes that are still there, and the database."""
        for node in self.nodes:
            node.end()
        self.database.drop()


def make_world(
    template: Template,
    folder: Path,
    *,
    smtp_out: str,
    inside: tuple[str, ...] = (),
    home: Path | None = None,
    parts: Mapping[str, Path] | None = None,
    settings: Mapping[str, str] | None = None,
    nodes: int = 0,
) -> World:
    """A fresh copy, whose processes are not started yet: two that share a PostgreSQL, or one on SQLite. `home` is where its files
    lie, if that is a disk of its own; `parts` are disks of what lies there; `settings` are variables of the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    home = home or folder / "home"
    shutil.copytree(template.home, home, dirs_exist_ok=True)
    server = template.server
    database: Database = Sqlite(home / _FILE) if server is None else server.new(template.name)
    clock = folder / "clock"
    ours = {"TANDEM_SMTP_OUT": smtp_out, "FAULTS_CLOCK": str(clock)}
    environment = _environment(home, database.url, inside) | ours | dict(settings or {})
    count = nodes or (1 if server is None else 2)
    # On a disk of its own everything is on it: what is logged and what is only for a moment as well.
    logs = folder if home.parent == folder else home.parent
    if logs != folder:
        environment["TMPDIR"] = str(logs)
    if parts:
        _move_files(home, parts["files"] / "files")
        logs, environment["TMPDIR"] = parts["log"], str(parts["temporary"])
    made = [Node(name, logs, environment) for name in ("one", "two", "three")[:count]]
    facts = template.facts
    return World(
        folder,
        home,
        database,
        made,
        facts["tokens"],
        facts["mailboxes"],
        MovedClock(clock),
        environment=environment,
        parts=dict(parts or {}),
    )


def _move_files(home: Path, place: Path) -> None:
    """Attachments and raw mails lie elsewhere, as where a volume is mounted for them."""
    if (home / "files").exists():
        shutil.move(home / "files", place)
    place.mkdir(mode=0o700, exist_ok=True)
    (home / "files").symlink_to(place)
