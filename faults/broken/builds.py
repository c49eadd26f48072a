"""The broken builds, each as the shortest experiment in which its fault shows, with the invariants of which one must complain."""

from __future__ import annotations

from threading import Thread
from typing import Final

from faults.broken.no_unique_key import drop_keys
from faults.clients.letters import customer_of
from faults.clients.mail_servers import hand_in
from faults.experiments.kinds import Experiment
from faults.nemesis import start
from faults.stage import Stage
from faults.tokens import tokens_in


def _die_after_the_answer(stage: Stage) -> None:
    """Kill as soon as a mail was answered with 250."""
    node = stage.world.one
    for _round in range(3):
        hand_in(stage.journal, node, stage.random.choice(("smtp", "lmtp")), stage.written())
        stage.journal.note("killed", node=node.name, at="after the answer")
        node.kill()
        start(stage.journal, node)


def _lose_the_answer(stage: Stage) -> None:
    """Take replies and hang up without a word."""
    stage.mail()
    stage.mail()
    for ticket in stage.tickets(2):
        stage.sink.play(customer_of(tokens_in(ticket["subject"])[0]), ["end:drop taken"])
        stage.agents[0].insist(stage.world.nodes, ticket, stage.token(), stage.random)
    stage.until(lambda: len(stage.sink.attempts) >= 3, 10)


def _die_while_sending(stage: Stage) -> None:
    """Kill every node that has heard the 250 and did not write it down yet."""
    stage.mail()
    ticket = stage.tickets()[0]
    for node in stage.world.nodes:
        node.kill()
        start(stage.journal, node, "after_250")
    stage.agents[0].insist(stage.world.nodes, ticket, stage.token(), stage.random)
    stage.until(lambda: not all(node.alive() for node in stage.world.nodes), 15)
    for node in stage.world.nodes:
        stage.journal.note("killed", node=node.name, at=node.stop_at)
        node.kill()
        start(stage.journal, node)


def _hand_in_twice(stage: Stage) -> None:
    """The same bytes by several connections at once, and once more."""
    for _each in range(4):
        mail = stage.written()
        threads = [
            Thread(target=hand_in, args=(stage.journal, stage.world.one, door, mail))
            for door in ("smtp", "lmtp", "smtp")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _die_while_fetching(stage: Stage) -> None:
    """Kill between reading mails and keeping them."""
    stage.fetch()
    node = stage.world.one
    node.kill()
    for _each in range(3):
        stage.deliver()
    start(stage.journal, node, "after_fetch")
    node.wait_dead(15)
    stage.journal.note("killed", node=node.name, at=node.stop_at)


#: Name -> (experiment, invariants).
BUILDS: Final[dict[str, tuple[Experiment, frozenset[str]]]] = {
    experiment.name: (experiment, invariants)
    for experiment, invariants in (
        (
            Experiment(
                "acknowledge before commit",
                "250 before the mail is kept",
                _die_after_the_answer,
                0,
                0,
                inside=("faults.broken.acknowledges_early",),
            ),
            frozenset({"R-01"}),
        ),
        (
            Experiment(
                "resend on doubt",
                "no answer to the final dot is taken for a refusal",
                _lose_the_answer,
                0,
                0,
                inside=("faults.broken.resends_on_doubt",),
            ),
            frozenset({"R-04", "R-06"}),
        ),
        (
            Experiment(
                "resend after a crash",
                "what was under way is queued again",
                _die_while_sending,
                0,
                0,
                inside=("faults.broken.resends_after_a_crash",),
            ),
            frozenset({"R-04"}),
        ),
        (
            Experiment(
                "no unique key", "nothing says that a mail is there already", _hand_in_twice, 0, 0, before=drop_keys
            ),
            frozenset({"R-02"}),
        ),
        (
            Experiment(
                "delete before commit",
                "out of the mailbox before it is in the ledger",
                _die_while_fetching,
                0,
                0,
                imap=True,
                inside=("faults.broken.deletes_before_commit",),
            ),
            frozenset({"R-01"}),
        ),
    )
}
