"""X-12 once more: thousands of old mails lie in an IMAP mailbox. None of them is fetched as long as only new mail is asked for,
also not by the daily comparison; then all of what is left is, once."""

from __future__ import annotations

from typing import Final

from faults.experiments.kinds import Experiment
from faults.experiments.old_mail import kept_for_later, old_letters, only_new, sha_of, take_all
from faults.measuring import seconds_until, within
from faults.stage import Stage

DAY: Final = 24 * 3_600_000
#: Seconds for the comparison of so many.
COMPARED: Final = 60.0


def perform(stage: Stage) -> None:
    """Only new mail, a day later, then everything."""
    assert stage.mailbox is not None
    for letter, at in old_letters(stage):
        stage.mailbox.watched.add(letter.raw, at)
    only_new(stage)
    _a_day_later(stage)
    keep = kept_for_later(stage)
    others = stage.passed_over - keep
    stage.mailbox.remove_by_others({mail.uid for mail in stage.mailbox.watched.mails if sha_of(mail.raw) in others})
    take_all(stage, keep)


def _a_day_later(stage: Stage) -> None:
    """What lies there is compared with the ledger, and nobody waits for a mail meanwhile."""
    assert stage.mailbox is not None
    stage.until(lambda: _compared_at(stage) > 0, 30)
    before = _compared_at(stage)
    stage.forward(DAY + 3_600_000)
    # A look between two comparisons is begun by news.
    stage.deliver()
    within(stage, "daily comparison", seconds_until(stage, lambda: _compared_at(stage) > before, 120), COMPARED, "s")
    stage.until(lambda: not stage.unfetched(), 30)


def _compared_at(stage: Stage) -> int:
    found = stage.world.database.rows("SELECT compared_at FROM email_channel_serverstate")
    return int(found[0]["compared_at"] or 0) if found else 0


EXPERIMENT = Experiment(
    "X-12 old mail",
    "thousands of old mails in a mailbox",
    perform,
    seconds=0,
    long_seconds=0,
    imap=True,
    moved=True,
    short_on=("sqlite",),
)
