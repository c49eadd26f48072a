"""X-14: mail servers that hang up after the final dot, and commits that are held up while they wait."""

from __future__ import annotations

import time

from faults.clients.mail_servers import hand_in
from faults.experiments.kinds import Experiment
from faults.nemesis import in_background
from faults.stage import Stage


def perform(stage: Stage) -> None:
    """Hang up on it; then let nobody write to the ledger for a while; then both at once."""
    for _each in range(12 * stage.budget.scale):
        _hang_up(stage)
    for _each in range(2):
        holding = in_background(lambda: stage.world.database.hold(stage.budget.seconds))
        time.sleep(0.2)
        threads = [in_background(lambda: _hang_up(stage)) for _each in range(2)]
        for _mail in range(6):
            stage.mail()
        for thread in (holding, *threads):
            thread.join()


def _hang_up(stage: Stage) -> None:
    """We never hear its answer, and try again as every mail server does."""
    mail = stage.written()
    node, door = stage.names.choice(stage.world.nodes), stage.names.choice(("smtp", "lmtp"))
    hand_in(stage.journal, node, door, mail, hang_up="after_dot")
    stage.relay.take(mail)


EXPERIMENT = Experiment("X-14", "clients hang up, commits are slow", perform, seconds=4, long_seconds=30)
