"""X-12: a mailbox that misbehaves: it drops the connection before, within and after a command, lies, hangs, renumbers its mails,
gives a number twice, and others use it too; and we are killed in the middle."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from faults.experiments.kinds import Experiment
from faults.nemesis import FETCHING, start
from faults.stage import Stage

#: (command, what it meets); each is met with a few mails in the folder.
FAULTS: Final = (
    ("FETCH", "drop"),
    ("FETCH", "drop_mid"),
    ("FETCH", "lie"),
    ("MOVE", "drop"),
    ("MOVE", "done_drop"),
    ("MOVE", "no"),
    ("SELECT", "drop"),
    ("SEARCH", "hang"),
    ("IDLE", "drop"),
)
#: The same where mails are marked and expunged instead of moved.
DELETING: Final = (("STORE", "drop"), ("STORE", "done_drop"), ("EXPUNGE", "drop"), ("EXPUNGE", "done_drop"))


def perform(stage: Stage) -> None:
    """In an order of the seed, in the short form some of it; then the folder is renumbered, with mails in it that had left."""
    stage.fetch()
    short = stage.budget.scale == 1
    faults = stage.random.sample(FAULTS, 6 if short else len(FAULTS))
    _each(stage, [*faults, *(("killed", point) for point in FETCHING), ("others", "remove"), ("uid", "again")])
    _renumbered(stage)
    stage.fetch(after_fetch="delete")
    _each(stage, stage.random.sample(DELETING, 2 if short else len(DELETING)))
    _rest(stage)


def _each(stage: Stage, faults: list[tuple[str, str]]) -> None:
    assert stage.mailbox is not None
    own: dict[str, Callable[[Stage, str], None]] = {"killed": _killed, "others": _others, "uid": _uid_again}
    for _turn in range(max(1, stage.budget.scale // 2)):
        for command, fault in stage.random.sample(faults, len(faults)):
            stage.journal.note("mailbox", command=command, fault=fault)
            if command in own:
                own[command](stage, fault)
            else:
                stage.mailbox.play(command, [fault])
                for _mail in range(stage.random.randint(1, 4)):
                    stage.deliver(size=stage.random.choice((0, 100_000)))
            _rest(stage)


def _rest(stage: Stage) -> None:
    """Until what lies there is fetched."""
    stage.until(lambda: not stage.unfetched(), 20, 0.1)


def _killed(stage: Stage, point: str) -> None:
    """Each node is killed there, whichever of them fetches."""
    nodes = stage.world.nodes
    for node in nodes:
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
    stage.journal.note("down")
    for node in nodes:
        start(stage.journal, node, point)
    stage.deliver()
    stage.deliver()
    for node in nodes:
        node.wait_dead(8)
        stage.journal.note("killed", node=node.name, at=point)
        node.kill()
        start(stage.journal, node)


def _others(stage: Stage, _fault: str) -> None:
    """A mail goes while we are about to read it: nobody can have it then."""
    assert stage.mailbox is not None
    mailbox, kept = stage.mailbox, stage.deliver()
    lost = stage.deliver()

    def remove(_parts: str) -> None:
        mailbox.before_fetch = None
        folder = mailbox.watched
        mailbox.remove_by_others({mail.uid for mail in folder.mails if mail.raw == lost.raw})

    mailbox.before_fetch = remove
    assert kept.token != lost.token


def _uid_again(stage: Stage, _fault: str) -> None:
    """A server that gives a number to another mail, which it must never do."""
    assert stage.mailbox is not None
    stage.deliver()
    _rest(stage)
    gone = [movement.uid for movement in stage.mailbox.movements if movement.what == "taken"]
    if gone and stage.until(lambda: not stage.mailbox.watched.mails, 10):  # type: ignore[union-attr]
        stage.deliver(uid=gone[-1])


def _renumbered(stage: Stage) -> None:
    """A restore from a backup: new numbers, and mails that we had taken are back."""
    assert stage.mailbox is not None
    archive = stage.mailbox.folders.get("Tandem")
    stage.deliver()
    restored = stage.random.sample(archive.raws, min(3, len(archive.raws))) if archive else []
    stage.journal.note("renumbered", restored=[hashlib.sha256(raw).hexdigest() for raw in restored])
    stage.mailbox.renumber(restored=restored)
    stage.until(lambda: not stage.unfetched(), 20)
    stage.deliver()
    _rest(stage)


# Another database is another wait for leases, and the same fetcher.
EXPERIMENT = Experiment(
    "X-12", "a mailbox that misbehaves", perform, seconds=0, long_seconds=0, imap=True, short_on=("sqlite",)
)
