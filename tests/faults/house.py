"""Two real serving processes on one database and one Redis, and the people who work there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

import psycopg
import requests

from tests.e2e.server import free_port
from tests.faults.redis_server import RedisServer
from tests.patience import until

ROOT: Final = Path(__file__).resolve().parents[2]
#: Made by the real commands in a process of its own, since this one has another database.
_FOUND: Final = """
import json
import django
django.setup()
from tests.world import make_world
world = make_world()
tickets = [world.open_ticket() for _ in range(20)]
print(json.dumps({
    "people": {person.name.lower(): str(person.id) for person in world.staff},
    "tickets": [[ticket.number, str(ticket.id)] for ticket in tickets],
}))
"""


class Ticket(NamedTuple):
    """By its number for the API, by its id in rooms."""

    number: int
    id: str


class Node:
    """One `tandem serve` behind a port of its own."""

    def __init__(self, name: str, home: Path, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self._log = home / f"{name}.log"
        self._environment = {**environment, "TANDEM_HTTP": f"127.0.0.1:{self.port}"}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve; returns when it can keep what it accepts."""
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "tandem", "serve"]
            self._process = subprocess.Popen(command, env=self._environment, cwd=ROOT, stdout=log, stderr=log)
        assert until(self.ready), self.log()[-3000:]

    def ready(self) -> bool:
        """Whether it says so."""
        assert self._process is not None
        assert self._process.poll() is None, self.log()[-3000:]
        with suppress(requests.RequestException):
            return requests.get(f"{self.origin}/api/v1/health/ready", timeout=5).status_code == 200
        return False

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it, politely or not."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(40)

    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text()


class House:
    """The nodes, and ids of the people by name."""

    def __init__(self, home: Path, database: str, redis: RedisServer) -> None:
        self.redis = redis
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}
        self._environment = kept | {
            "TANDEM_HOME": str(home),
            "TANDEM_SMTP_IN": "off",
            "TANDEM_LMTP_IN": "off",
            "TANDEM_PUBLIC_URL": "http://127.0.0.1",
            "DATABASE_URL": database,
            "REDIS_URL": redis.url,
            "DJANGO_SETTINGS_MODULE": "tandem.settings",
        }
        self._run("-m", "tandem", "migrate")
        found = json.loads(self._run("-c", _FOUND).splitlines()[-1])
        #: Ids of the colleagues by name.
        self.people: dict[str, str] = found["people"]
        self._tickets = [Ticket(*one) for one in found["tickets"]]
        self.one, self.two = (Node(name, home, self._environment) for name in ("one", "two"))

    def ticket(self) -> Ticket:
        """One of Support that nobody has looked at yet."""
        return self._tickets.pop()

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self._environment, cwd=ROOT, capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@contextmanager
def database_of_its_own(home: Path) -> Iterator[str]:
    """The address of an empty database where the suite's is: on the same PostgreSQL, or a file."""
    suites = os.environ.get("DATABASE_URL", "")
    if not suites.startswith("postgres"):
        yield f"sqlite:///{home / 'tandem.sqlite3'}"
        return
    name = f"faults_{uuid.uuid4().hex}"
    with psycopg.connect(suites, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{suites.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
