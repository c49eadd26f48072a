"""X-02: a process stands still for longer than its leases last, wakes up, and goes on as if nothing had been."""

from __future__ import annotations

import time

from faults.clients.letters import customer_of
from faults.experiments.kinds import Experiment
from faults.stage import Stage, Traffic
from faults.tokens import tokens_in

#: Times that it happens: in the short form, and in the long one.
ROUNDS = (1, 2)


def perform(stage: Stage) -> None:
    """Stop a node while the sink takes its time with replies; others take over what they may, then it wakes up."""
    stage.fetch()
    traffic = Traffic(stage, rate=3)
    for turn in range(ROUNDS[stage.budget.scale > 1]):
        stage.deliver()
        rows = stage.tickets(6)
        for ticket in stage.random.sample(rows, 6):
            stage.sink.play(customer_of(tokens_in(ticket["subject"])[0]), ["end:slow"])
            stage.agents[0].reply(stage.world.one, ticket, stage.token())
        time.sleep(stage.random.uniform(0.1, 1.2))
        node = stage.world.nodes[turn % len(stage.world.nodes)]
        stage.journal.note("stopped", node=node.name)
        if not stage.world.several:
            stage.journal.note("down")
        node.stand_still()
        time.sleep(stage.budget.seconds)
        node.go_on()
        stage.journal.note("went on", node=node.name)
        stage.journal.note("up", node=node.name)
        time.sleep(2)
    traffic.end()


EXPERIMENT = Experiment(
    "X-02",
    "SIGSTOP for longer than a lease, then SIGCONT",
    perform,
    seconds=8,
    long_seconds=300,
    imap=True,
    long_times=True,
)
