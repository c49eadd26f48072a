"""X-11 and X-12 by POP3: connections that end at every point between RETR and the farewell, a server without UIDL, one that gives
new names to everything, the same mail twice, and thousands of old ones."""

from __future__ import annotations

import time
from typing import Final

from faults.experiments.kinds import Experiment
from faults.experiments.old_mail import kept_for_later, old_letters, only_new, take_all
from faults.nemesis import FETCHING, start
from faults.stage import Stage

#: (command, what it meets).
FAULTS: Final = (
    ("PASS", "err"),
    ("LIST", "drop"),
    ("UIDL", "drop"),
    ("RETR", "drop"),
    ("RETR", "drop_mid"),
    ("DELE", "drop"),
    ("DELE", "err"),
    ("QUIT", "drop"),
    ("QUIT", "done_drop"),
)


def perform(stage: Stage) -> None:
    """Old mail first; then every fault, with mails that are deleted and with mails that are left; then names that change."""
    assert stage.postbox is not None
    for letter, _at in old_letters(stage):
        stage.postbox.put(letter.raw)
    only_new(stage)
    keep = kept_for_later(stage)
    stage.postbox.forget(stage.passed_over - keep)
    take_all(stage, keep)
    short = stage.budget.scale == 1
    for _turn in range(1 if short else 5):
        for command, fault in stage.random.sample(FAULTS, 5 if short else len(FAULTS)):
            _met(stage, command, fault)
    for point in FETCHING:
        _killed(stage, point)
    _twice(stage)
    _without_uidl(stage)
    _renamed(stage)


def _rest(stage: Stage) -> None:
    """Until what lies there is fetched, and has gone if it is to go."""
    stage.until(lambda: not stage.unfetched(), 20)


def _met(stage: Stage, command: str, fault: str) -> None:
    assert stage.postbox is not None
    stage.journal.note("mailbox", command=command, fault=fault)
    # With several mails it is not always the first of them.
    before = [""] * stage.random.choice((0, 1)) if command in {"RETR", "DELE"} else []
    stage.postbox.play(command, [*before, fault])
    for _mail in range(stage.random.randint(2, 4)):
        stage.deliver(size=stage.random.choice((0, 100_000)))
    _rest(stage)
    stage.until(lambda: not stage.postbox.mails, 15)  # type: ignore[union-attr]


def _killed(stage: Stage, point: str) -> None:
    for node in stage.world.nodes:
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
    stage.journal.note("down")
    for node in stage.world.nodes:
        start(stage.journal, node, point)
    stage.deliver()
    stage.deliver()
    for node in stage.world.nodes:
        node.wait_dead(8)
        stage.journal.note("killed", node=node.name, at=point)
        node.kill()
        start(stage.journal, node)
    _rest(stage)


def _twice(stage: Stage) -> None:
    """It lies there twice under two names, and comes by SMTP as well."""
    mail = stage.deliver()
    stage.fetched.put(mail.raw)
    stage.relay.take(mail)
    _rest(stage)


def _without_uidl(stage: Stage) -> None:
    """Nobody could say what was fetched already: nothing is, nothing is deleted, and the page says why."""
    assert stage.postbox is not None
    postbox = stage.postbox
    stage.until(lambda: not postbox.mails, 15)
    postbox.knows_uidl = False
    time.sleep(2)
    said, mails = len(postbox.seen), [stage.deliver() for _each in range(2)]
    if not stage.until(lambda: _trouble(stage) == "no_uidl", 15):
        stage.problems.append(f"a server without UIDL is shown as {_trouble(stage)!r}")
    time.sleep(2)
    touched = [line for line in postbox.seen[said:] if line.split()[0] in {"RETR", "TOP", "DELE"}]
    if touched or len(postbox.mails) != len(mails):
        stage.problems.append(f"without UIDL it said {touched[:3]}")
    postbox.knows_uidl = True
    _rest(stage)


def _trouble(stage: Stage) -> str:
    found = stage.world.database.rows("SELECT trouble FROM email_channel_serverstate")
    return str(found[0]["trouble"]) if found else ""


def _renamed(stage: Stage) -> None:
    """Mails that are left on the server come once, also when all of them have other names one day."""
    assert stage.postbox is not None
    stage.fetch(after_fetch="leave")
    for _mail in range(4):
        stage.deliver()
    _rest(stage)
    stage.journal.note("renamed", mails=len(stage.postbox.mails))
    stage.postbox.rename()
    stage.deliver()
    _rest(stage)
    said = len(stage.postbox.seen)
    # Two looks in which nothing is new.
    stage.until(lambda: stage.postbox.seen[said:].count("QUIT") >= 2, 20)  # type: ignore[union-attr]


EXPERIMENT = Experiment(
    "X-12 POP", "a POP3 mailbox that misbehaves", perform, seconds=0, long_seconds=0, pop=True, short_on=("sqlite",)
)
