"""A real `tandem serve` in a home of its own, with the demo world, on free ports of the loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One serving process. `environment` is added to what it gets."""

    home: Path
    demo: bool = True
    environment: dict[str, str] = field(default_factory=dict)
    http: int = field(default_factory=free_port)
    smtp: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.http}"

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("TANDEM_")}
        return kept | {
            "TANDEM_HOME": str(self.home),
            "TANDEM_HTTP": f"127.0.0.1:{self.http}",
            "TANDEM_PUBLIC_URL": self.url,
            "TANDEM_SMTP_IN": f"127.0.0.1:{self.smtp}",
            "TANDEM_LMTP_IN": f"127.0.0.1:{self.lmtp}",
            **self.environment,
        }

    def tandem(self, *words: str) -> str:
        """Run a command of the program beside the server; its output."""
        command = [sys.executable, "-m", "tandem", *words]
        done = subprocess.run(command, env=self._environment(), check=True, capture_output=True, text=True, timeout=120)
        return done.stdout

    def start(self) -> None:
        """Serve; returns when it is ready."""
        if self.demo:
            self.tandem("migrate")
            self.tandem("demo", "--if-empty")
        log = (self.home / "serve.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tandem", "serve"], env=self._environment(), stdout=log, stderr=log
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError((self.home / "serve.log").read_text()[-3000:])
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/api/v1/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError((self.home / "serve.log").read_text()[-3000:])

    def stop(self) -> None:
        """End it politely."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(40)
