"""X-15: mails that kill the parser: by its memory limit, by its limit of time, and at once."""

from __future__ import annotations

from faults.experiments.kinds import Experiment
from faults.stage import Stage
from faults.world.founding import MAILBOXES


def perform(stage: Stage) -> None:
    """Poison between good mails, in both mailboxes."""
    kinds = ["memory", "kill", "cpu"] * stage.budget.scale
    wanted = [*kinds, *[""] * (8 * len(kinds))]
    stage.random.shuffle(wanted)
    poison = []
    for kind in wanted:
        mail = stage.mail(MAILBOXES[stage.random.choice(("support", "sales"))], poison=kind)
        if kind:
            poison.append(mail.token)
    stage.journal.note("poison", tokens=poison)


EXPERIMENT = Experiment(
    "X-15",
    "mails that kill the parser",
    perform,
    seconds=0,
    long_seconds=0,
    inside=("faults.inside.poisonable",),
    short_on=("sqlite",),
)
