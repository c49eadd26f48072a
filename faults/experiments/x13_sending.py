"""X-13: every class of answer in every phase of handing a reply over, and the connection lost in each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from faults.clients.letters import customer_of
from faults.experiments.kinds import Experiment
from faults.sink import BEFORE_THE_DOT, FOR_GOOD, HARMLESS, IN_DOUBT
from faults.stage import Stage
from faults.tokens import tokens_in
from faults.world.founding import MAILBOXES


def perform(stage: Stage) -> None:
    """One ticket for each behaviour, answered by an agent; some are refused twice before they are taken (greylisting)."""
    _own_way(stage, "none")
    behaviours = [*BEFORE_THE_DOT, *FOR_GOOD, *IN_DOUBT, *HARMLESS] * stage.budget.scale
    stage.random.shuffle(behaviours)
    # Those that meet whoever comes next are last, one by one.
    behaviours.sort(key=_meets_anybody)
    for _each in behaviours:
        stage.mail(MAILBOXES[stage.random.choice(("support", "sales"))])
    rows = stage.tickets(len(behaviours))
    scripts = []
    for behaviour, ticket in zip(behaviours, rows, strict=False):
        again = [behaviour, "rcpt:450"] if behaviour in BEFORE_THE_DOT and stage.random.random() < 0.5 else [behaviour]
        recipient = customer_of(tokens_in(ticket["subject"])[0])
        token = stage.token()
        scripts.append((token, recipient, again))
        if _meets_anybody(behaviour):
            stage.until(lambda: not stage.under_way(), 30)
        stage.sink.play(recipient, again)
        stage.random.choice(stage.agents).insist(stage.world.nodes, ticket, token, stage.random)
    stage.until(lambda: not stage.under_way(), 30)
    _copies(stage, scripts)
    _without_encryption(stage)
    time.sleep(stage.budget.seconds)
    stage.journal.note("scripts", scripts=scripts)


def _meets_anybody(behaviour: str) -> bool:
    """Whether the server says it before it knows the recipient."""
    return behaviour.startswith(("connect:", "mail:"))


def _own_way(stage: Stage, security: str) -> None:
    """The mailbox "sales" hands its replies to a server of its own, which is the same sink."""
    body = {"host": "127.0.0.1", "port": stage.sink.port, "security": security}
    stage.admin.tell(stage.world.one, "PUT", f"/mailboxes/{stage.world.mailboxes['sales']}/outgoing", body)


def _without_encryption(stage: Stage) -> None:
    """A server that is to encrypt and does not gets nothing, until an admin says that it need not."""
    mail = stage.mail(MAILBOXES["sales"])
    ticket = _ticket_of(stage, mail.token)
    _own_way(stage, "starttls")
    token = stage.token()
    stage.agents[0].insist(stage.world.nodes, ticket, token, stage.random)
    time.sleep(1.5)
    in_the_clear = [one.token for one in stage.sink.attempts if one.token == token]
    stage.journal.note("clear", token=token, attempts=len(in_the_clear))
    if in_the_clear:
        stage.problems.append(f"{token} was handed over in the clear")
    _own_way(stage, "none")


def _copies(stage: Stage, scripts: list[tuple[str, str, list[str]]]) -> None:
    """A reply to two: one of them is refused for good, or for now, and the other one must not get it twice for that."""
    for behaviour in ("rcpt:550", "rcpt:450", "end:450", "end:drop taken"):
        mail = stage.mail()
        ticket = _ticket_of(stage, mail.token)
        copy = f"copy-{mail.token[3:]}@customer.example"
        stage.sink.play(copy, [behaviour])
        token = stage.token()
        scripts.append((token, copy, [behaviour]))
        stage.agents[0].insist(stage.world.nodes, ticket, token, stage.random, cc=[{"email": copy}])


def _ticket_of(stage: Stage, token: str) -> Mapping[str, Any]:
    """The ticket that a mail has become."""
    found: list[Mapping[str, Any]] = []

    def there() -> bool:
        found[:] = [row for row in stage.agents[0].tickets(stage.world.one) if token in row["subject"]]
        return bool(found)

    assert stage.until(there, 30), f"{token} became no ticket"
    return found[0]


EXPERIMENT = Experiment("X-13", "every answer of a mail server, in every phase", perform, seconds=4, long_seconds=60)
