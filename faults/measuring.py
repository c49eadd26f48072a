"""What a fault costs those who work meanwhile: memory of a process, and how long things take. Noted, and held against a bound."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from faults.stage import Stage
from faults.world.node import Node

MEBIBYTE: Final = 1 << 20


class Memory:
    """The most that any of these processes needs from now on, beyond what they need now."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        for node in nodes:
            # 5 forgets the highest mark so far (proc(5)); where that is not allowed it stays, which is on the safe side.
            with contextlib.suppress(OSError):
                Path(f"/proc/{node.pid}/clear_refs").write_text("5")
        self._before = {node.name: _bytes(node, "VmRSS") for node in nodes}

    def grown(self) -> int:
        """In bytes, of the one that has grown most."""
        return max(_bytes(node, "VmHWM") - self._before[node.name] for node in self._nodes)


def _bytes(node: Node, name: str) -> int:
    lines = Path(f"/proc/{node.pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def within(stage: Stage, what: str, found: float, most: float, unit: str) -> None:
    """Note a number; more than this is a problem."""
    stage.journal.note("measured", name=what, found=round(found, 2), most=most, unit=unit)
    if found > most:
        stage.problems.append(f"{what}: {found:.1f} {unit}, not {most:g} at most")


def p95(values: Sequence[float]) -> float:
    """What 95 % of them stay within."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def seconds_until(stage: Stage, condition: object, most: float) -> float:
    """How long it took; `most` when it did not come to hold, which is a problem by itself."""
    assert callable(condition)
    began = time.monotonic()
    if not stage.until(condition, most, 0.1):
        stage.problems.append(f"after {most:g} s it was still not so")
    return time.monotonic() - began
