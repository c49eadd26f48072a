"""The benchmarks run on the house as it is: their bare statements know its tables by name, and would be forgotten."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Small, and nobody's who measures.
SCALE = 401
CROWD = "15,20"


@pytest.mark.timeout(300)
def test_every_part_prints_its_ratios() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench", "reads", "writes", "rules", "mails", "collisions"],
            cwd=ROOT,
            env=environment | {"SCALE": str(SCALE), "CROWD": CROWD},
            capture_output=True,
            text=True,
            timeout=240,
        )
    finally:
        shutil.rmtree(ROOT / ".bench" / str(SCALE), ignore_errors=True)
    assert done.returncode == 0, done.stderr[-3000:]
    printed = {name for name, _times in re.findall(r"^(\S.*?)  .* (\d+\.\d+)(?:  |$)", done.stdout, re.MULTILINE)}
    assert {
        "list, 50 tickets",
        "ticket page, all three",
        "field change, command",
        "field change, 200 conditions",
        "mails applied",
        "act to colleague, 20, p50",
        "heartbeats of 20 agents",
        "messages of a fan-out",
    } <= printed
