"""The server that is measured, and the process that holds the crowd."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.environment import HOME
from tests.e2e.server import Server


@contextmanager
def serving(**environment: str) -> Iterator[Server]:
    """A real `tandem serve` on the world of the benchmark."""
    _many_files()
    server = Server(Path(HOME), demo=False, environment=environment)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def cpu_seconds(server: Server) -> float:
    """What all threads of it have used so far: nanoseconds of the scheduler, not ticks of a hundredth."""
    assert server.process is not None
    tasks = Path(f"/proc/{server.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def resident_kb(server: Server) -> int:
    """Its memory."""
    assert server.process is not None
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


class CrowdProcess:
    """Orders to `bench.crowd.process`."""

    def __init__(self) -> None:
        _many_files()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.crowd.process"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, what: str, **more: Any) -> dict[str, Any]:
        """Give one order and wait until it is carried out."""
        return self.give({"do": what, **more})

    def give(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """The same for an order that is made already."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The crowd is gone.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """Everybody goes."""
        self._process.kill()
        self._process.wait(30)


def _many_files() -> None:
    """Two for each socket may be more than a shell gives; children inherit it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
