"""One serving process of the product, with its own ports, which can be killed and stood still."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import requests

ROOT: Final = Path(__file__).resolve().parents[2]
#: Seconds in which a process has to be ready; a bound against hanging only.
PATIENCE: Final = 60.0


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class CannotStart(Exception):
    """The process ended at once; its last words."""


class Node:
    """`tandem serve` behind ports of its own, which stay the same over its lives."""

    def __init__(self, name: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.http, self.smtp, self.lmtp = free_port(), free_port(), free_port()
        self.lives = 0
        #: The point at which this life is to die; none: it may live on.
        self.stop_at = ""
        self._log = folder / f"{name}.log"
        self._environment = {
            **environment,
            "TANDEM_HTTP": f"127.0.0.1:{self.http}",
            "TANDEM_SMTP_IN": f"127.0.0.1:{self.smtp}",
            "TANDEM_LMTP_IN": f"127.0.0.1:{self.lmtp}",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.http}/api/v1"

    @property
    def pid(self) -> int:
        """Of the life that is running, or was last."""
        assert self._process is not None
        return self._process.pid

    def start(self, stop_at: str = "", *, wait: bool = True) -> None:
        """Begin a life; `stop_at` names the point at which it is to die. Raises CannotStart."""
        environment = self._environment | ({"TANDEM_STOP_AT": stop_at} if stop_at else {})
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "faults.inside", "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        self.lives += 1
        self.stop_at = stop_at
        if wait:
            self.wait_ready(may_die=bool(stop_at))

    def configure(self, **settings: str) -> None:
        """Variables of the environment of its next life."""
        self._environment |= settings

    def wait_ready(self, *, may_die: bool = False) -> bool:
        """Until it says that it can keep what it accepts. Raises CannotStart."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not self.alive():
                if may_die:
                    return False
                raise CannotStart(f"{self.name} ended with {self.code()}:\n{self.log()[-3000:]}")
            if self.ready() == 200:
                return True
            time.sleep(0.05)
        raise CannotStart(f"{self.name} was not ready after {PATIENCE} s:\n{self.log()[-3000:]}")

    def ready(self) -> int:
        """What its health says: 200, 503, or 0 when nobody answers."""
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/health/ready", timeout=3).status_code
        return 0

    def alive(self) -> bool:
        """Whether the process runs (or stands still)."""
        return self._process is not None and self._process.poll() is None

    def code(self) -> int | None:
        """How it ended, as `subprocess` says it."""
        return None if self._process is None else self._process.poll()

    def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait(20)

    def wait_dead(self, seconds: float) -> bool:
        """Whether it died by itself within this time."""
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
            return True
        return False

    def stand_still(self) -> None:
        """SIGSTOP: it keeps its connections and its claims and does nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)

    def end(self) -> None:
        """Politely; by force when that takes too long."""
        if not self.alive():
            return
        assert self._process is not None
        with suppress(ProcessLookupError):
            self.go_on()
            self._process.send_signal(signal.SIGTERM)
        if not self.wait_dead(25):
            self.kill()

    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""
