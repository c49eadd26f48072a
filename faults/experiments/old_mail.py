"""A mailbox in which years of mail lie when we begin to fetch from it: what the experiments with it have in common."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

from faults.clients.letters import Letter
from faults.measuring import MEBIBYTE, Memory, seconds_until, within
from faults.nemesis import start
from faults.stage import Stage
from faults.world.founding import MAILBOXES

SHORT: Final = 2_000
LONG: Final = 50_000
#: How many of them an admin decides to take after all.
TAKEN_SHORT: Final = 60
TAKEN_LONG: Final = 5_000
#: Bounds: of the first look, of the way of a new mail into the ledger, and of what the fetcher needs for that.
FIRST_LOOK: Final = 20.0
NEW_MAIL: Final = 10.0
MEMORY: Final = 100.0


def amount(stage: Stage) -> int:
    """How many lie there."""
    return SHORT if stage.budget.scale == 1 else LONG


def old_letters(stage: Stage) -> list[tuple[Letter, datetime]]:
    """Each with the moment at which it came: most long ago, some today, one in the last minute."""
    now = datetime.now(UTC)
    ages = [timedelta(days=2_000 * stage.random.random()), timedelta(hours=23 * stage.random.random())]
    count = amount(stage)
    return [
        (stage.written(MAILBOXES["fetched"]), now - (ages[number % 10 == 0] + timedelta(seconds=2 + number % 50)))
        for number in range(count)
    ]


def looked(stage: Stage) -> bool:
    """Whether a look into the mailbox has ended well."""
    found = stage.world.database.rows("SELECT last_success_at FROM email_channel_serverstate")
    return bool(found and found[0]["last_success_at"])


def only_new(stage: Stage) -> None:
    """Begin with a mailbox from which only new mail is asked for, be killed in it, and see what a new mail costs."""
    stage.passed_over |= stage.fetched.shas()
    memory = Memory(stage.world.nodes)
    stage.fetch(take_from="new")
    within(stage, "first look into a full mailbox", seconds_until(stage, lambda: looked(stage), 60), FIRST_LOOK, "s")
    for _each in range(3):
        stage.deliver()
        waited = seconds_until(stage, lambda: not stage.unfetched(), 30)
        within(stage, "a new mail among old ones", waited, NEW_MAIL, "s")
    within(stage, "memory for a full mailbox", memory.grown() / MEBIBYTE, MEMORY, "MiB")
    for node in stage.world.nodes:
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
    stage.journal.note("down")
    stage.deliver()
    for node in stage.world.nodes:
        start(stage.journal, node)
    stage.until(lambda: not stage.unfetched(), 30)


def take_all(stage: Stage, keep: set[str]) -> None:
    """The admin changes their mind: what lies there is ours now, and everybody is killed in the middle of it."""
    stage.passed_over -= keep
    stage.fetch(take_from="all")
    half = len(keep) // 2
    stage.until(lambda: len(stage.unfetched()) <= half, 600)
    for node in stage.world.nodes:
        stage.journal.note("killed", node=node.name, at="random")
        node.kill()
    stage.journal.note("down")
    for node in stage.world.nodes:
        start(stage.journal, node)
    memory = Memory(stage.world.nodes)
    stage.until(lambda: not stage.unfetched(), 600)
    within(stage, "memory while all is taken", memory.grown() / MEBIBYTE, MEMORY, "MiB")
    stage.until(lambda: not stage.under_way(), 900, 0.5)


def kept_for_later(stage: Stage) -> set[str]:
    """SHA-256 of those that are left for `take_all`."""
    count = TAKEN_SHORT if stage.budget.scale == 1 else TAKEN_LONG
    return set(stage.random.sample(sorted(stage.passed_over), count))


def sha_of(raw: bytes) -> str:
    """Of a mail."""
    return hashlib.sha256(raw).hexdigest()
