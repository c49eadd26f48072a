"""Who does harm: kills nodes at a named point or at a random moment, by a schedule that a seed decides."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from random import Random
from typing import Final

from faults.journal import Journal
from faults.stage import Stage
from faults.world.node import Node

#: Where the product can be made to die, by what it does there.
INTAKE: Final = ("after_raw_store", "after_ledger_row")
APPLYING: Final = (
    "after_claim",
    "after_parse",
    "before_commit",
    "after_commit",
    "before_ledger_applied",
    "before_finish",
)
SENDING: Final = ("before_mail_from", "before_final_dot", "after_final_dot", "after_250", "before_sent_commit")
FETCHING: Final = ("after_fetch", "before_imap_flag", "after_imap_flag")
EVERY_POINT: Final = (*INTAKE, *APPLYING, *SENDING)


class Killer:
    """Kills nodes one life after the other. Each life is told a point to die at; one that does not come to it in time is killed
    where it stands. The points come in a shuffled order, so that a short run sees as many of them as it can."""

    def __init__(self, stage: Stage, points: Sequence[str], *, patience: float = 3.0) -> None:
        self._world, self._journal = stage.world, stage.journal
        self._patience = patience
        self._random = Random(stage.random.getrandbits(64))
        self._points = self._order(points)
        self._all = points
        self.kills = 0

    def _order(self, points: Sequence[str]) -> list[str]:
        return self._random.sample(list(points), len(points))

    def run(self, seconds: float) -> None:
        """Kill for so long. Afterwards all nodes run, and none is told to die."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.once(self._random.choice(self._world.nodes))
        for node in self._world.nodes:
            if node.stop_at:
                self._end(node)
                start(self._journal, node)

    def once(self, node: Node) -> None:
        """End this life of a node, and begin one that is to die at the next point."""
        self._end(node)
        if not self._points:
            self._points = self._order(self._all)
        point = f"{self._points.pop()}:{self._random.choice((1, 1, 2, 5))}"
        start(self._journal, node, point)
        node.wait_dead(self._random.uniform(0.5, 1.0) * self._patience)

    def _end(self, node: Node) -> None:
        at = node.stop_at if not node.alive() else "random"
        self._journal.note("killed", node=node.name, at=at)
        node.kill()
        self.kills += 1
        if not any(one.alive() for one in self._world.nodes):
            self._journal.note("down")


def start(journal: Journal, node: Node, stop_at: str = "") -> None:
    """Begin a life, and write that down."""
    journal.note("started", node=node.name, stop_at=stop_at)
    node.start(stop_at)
    journal.note("up", node=node.name)


def in_background(work: object) -> threading.Thread:
    """Run `work()` beside what the experiment does."""
    assert callable(work)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
