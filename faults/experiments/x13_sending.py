"""X-13: every class of answer in every phase of handing a reply over, and the connection lost in each."""

from __future__ import annotations

import time

from faults.clients.letters import customer_of
from faults.experiments.kinds import Experiment
from faults.sink import BEFORE_THE_DOT, FOR_GOOD, HARMLESS, IN_DOUBT
from faults.stage import Stage
from faults.tokens import tokens_in


def perform(stage: Stage) -> None:
    """One ticket for each behaviour, answered by an agent; some are refused twice before they are taken (greylisting)."""
    behaviours = [*BEFORE_THE_DOT, *FOR_GOOD, *IN_DOUBT, *HARMLESS] * stage.budget.scale
    stage.random.shuffle(behaviours)
    for _each in behaviours:
        stage.mail()
    rows = stage.tickets(len(behaviours))
    scripts = []
    for behaviour, ticket in zip(behaviours, rows, strict=False):
        again = [behaviour, "rcpt:450"] if behaviour in BEFORE_THE_DOT and stage.random.random() < 0.5 else [behaviour]
        recipient = customer_of(tokens_in(ticket["subject"])[0])
        stage.sink.play(recipient, again)
        token = stage.token()
        scripts.append((token, recipient, again))
        stage.random.choice(stage.agents).insist(stage.world.nodes, ticket, token, stage.random)
    _copies(stage)
    time.sleep(stage.budget.seconds)
    stage.journal.note("scripts", scripts=scripts)


def _copies(stage: Stage) -> None:
    """A reply to two: one of them is refused for good, or for now, and the other one must not get it twice for that."""
    for behaviour in ("rcpt:550", "rcpt:450", "end:450", "end:drop taken"):
        mail = stage.mail()
        found = stage.until(lambda mail=mail: _ticket_of(stage, mail.token), 30)  # type: ignore[misc]
        if not found:
            continue
        ticket = _ticket_of(stage, mail.token)
        assert ticket is not None
        copy = f"copy-{mail.token[3:]}@customer.example"
        stage.sink.play(copy, [behaviour])
        stage.agents[0].insist(stage.world.nodes, ticket, stage.token(), stage.random, cc=[{"email": copy}])


def _ticket_of(stage: Stage, token: str):  # type: ignore[no-untyped-def]
    return next((row for row in stage.agents[0].tickets(stage.world.one) if token in row["subject"]), None)


EXPERIMENT = Experiment("X-13", "every answer of a mail server, in every phase", perform, seconds=4, long_seconds=60)
