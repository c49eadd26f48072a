"""What `tandem serve` keeps in memory at rest, with its children; against Django and uvicorn imported and idle."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Ratio

_IDLE = """
import sys, django, uvicorn
from django.core.handlers.wsgi import WSGIHandler
print("idle", flush=True)
sys.stdin.read()
"""


def measure() -> list[Ratio]:
    """Proportional set size in MB: pages that several processes share count in parts."""
    environment = os.environ | {"TANDEM_HTTP": "127.0.0.1:0", "TANDEM_SMTP_IN": "off", "TANDEM_LMTP_IN": "off"}
    ours = _megabytes([sys.executable, "-m", "tandem", "serve"], "Tandem is ready", environment, settle=5)
    bare = _megabytes([sys.executable, "-c", _IDLE], "idle", environment, settle=0)
    return [Ratio("memory of serve at rest", ours, bare, "MB", "bare: Django and uvicorn, idle")]


def _megabytes(command: list[str], ready: str, environment: dict[str, str], settle: float) -> float:
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            line = process.stdout.readline()
            if not line.startswith(ready):
                process.kill()
                raise SystemExit(f"{' '.join(command)} did not start:\n{process.stderr.read()[-2000:]}")
            time.sleep(settle)
            return sum(map(_proportional_kb, [process.pid, *_children(process.pid)])) / 1024
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _proportional_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
