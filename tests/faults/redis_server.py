"""A Redis of our own, which can be killed, emptied and stopped in the middle of a sentence."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

import redis

from tests.e2e.server import free_port
from tests.patience import until

REDIS: Final = shutil.which("redis-server")


class RedisServer:
    """One `redis-server` on a free port of the loopback, which writes nothing down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start it empty; returns when it answers."""
        assert REDIS is not None
        command = [REDIS, "--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        assert until(self._answers), (self._folder / "redis.log").read_text()[-2000:]

    def ask(self, *words: str) -> object:
        """One command. Raises redis.RedisError."""
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            return client.execute_command(*words)

    def kill(self) -> None:
        """`kill -9`; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stand_still(self) -> None:
        """It keeps its connections and answers nobody, until `go_on`."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)

    def _answers(self) -> bool:
        with suppress(redis.RedisError):
            return bool(self.ask("PING"))
        return False
