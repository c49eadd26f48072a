"""X-11: the same mail again: by three doors, at once, for two of our mailboxes, from a mailbox in which it lies twice; and replies
that are sent twice, or by two at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from faults.clients.letters import letter
from faults.clients.mail_servers import hand_in
from faults.clients.providers import Provider
from faults.experiments.kinds import Experiment
from faults.stage import Stage
from faults.world.founding import MAILBOXES


def perform(stage: Stage) -> None:
    """Each way several times, in an order that the seed decides."""
    stage.fetch()
    provider = Provider(stage.admin, stage.world.one, stage.world.mailboxes["support"], stage.journal)
    ways: list[Callable[[Stage], None]] = [
        *(_again, _at_once, _to_both, _in_the_mailbox, _same_message_id),
        lambda stage: _by_webhook(stage, provider),
    ] * (3 * stage.budget.scale)
    stage.random.shuffle(ways)
    for way in ways:
        way(stage)
    rows = stage.tickets(8)
    for number, ticket in enumerate(stage.random.sample(rows, 8)):
        (_contest if number % 2 else _double_click)(stage, ticket, number)


def _together(*works: Callable[[], object]) -> None:
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        gate.wait()
        work()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _again(stage: Stage) -> None:
    mail = stage.written()
    for door in stage.random.choices(("smtp", "lmtp"), k=3):
        hand_in(stage.journal, stage.random.choice(stage.world.nodes), door, mail)
    stage.relay.take(mail)


def _at_once(stage: Stage) -> None:
    mail = stage.written()
    nodes = stage.random.choices(stage.world.nodes, k=4)
    _together(
        *(
            lambda node=node, door=door: hand_in(stage.journal, node, door, mail)  # type: ignore[misc]
            for node, door in zip(nodes, ("smtp", "lmtp", "smtp", "lmtp"), strict=True)
        )
    )
    stage.relay.take(mail)


def _to_both(stage: Stage) -> None:
    """To and Cc are both ours: in one transaction, and in two."""
    mail = stage.written(MAILBOXES["support"], MAILBOXES["sales"])
    hand_in(stage.journal, stage.world.one, stage.random.choice(("smtp", "lmtp")), mail)
    stage.relay.take(mail)


def _in_the_mailbox(stage: Stage) -> None:
    """It lies there twice, and comes by SMTP as well."""
    assert stage.mailbox is not None
    mail = stage.deliver()
    stage.mailbox.deliver(mail.raw)
    stage.relay.take(mail)


def _by_webhook(stage: Stage, provider: Provider) -> None:
    """The same event five times at once, which is a mail that comes by SMTP as well."""
    mail = stage.written()
    nodes = stage.random.choices(stage.world.nodes, k=5)
    _together(*(lambda node=node: provider.call(node, mail) for node in nodes))  # type: ignore[misc]
    stage.relay.take(mail)


def _same_message_id(stage: Stage) -> None:
    """Another mail under a Message-ID that was used before is another mail."""
    first = stage.mail()
    second = letter(stage.token(), MAILBOXES["support"], message_id=first.message_id)
    stage.relay.take(second)
    stage.journal.note("same Message-ID", tokens=[first.token, second.token])


def _contest(stage: Stage, ticket, number: int) -> None:  # type: ignore[no-untyped-def]
    """Both agents answer what they have seen, at once."""
    node = stage.random.choice(stage.world.nodes)
    tokens = [stage.token() for _each in stage.agents]
    _together(
        *(
            lambda agent=agent, token=token: agent.reply(node, ticket, token, contest=f"contest-{number}")  # type: ignore[misc]
            for agent, token in zip(stage.agents, tokens, strict=True)
        )
    )


def _double_click(stage: Stage, ticket, number: int) -> None:  # type: ignore[no-untyped-def]
    """One composition is sent three times at once, to any node."""
    token = stage.token()
    _together(
        *(
            lambda node=node: stage.agents[0].reply(node, ticket, token)  # type: ignore[misc]
            for node in stage.random.choices(stage.world.nodes, k=3)
        )
    )


EXPERIMENT = Experiment("X-11", "everything twice", perform, seconds=0, long_seconds=0, imap=True)
