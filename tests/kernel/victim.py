"""A process of the toy house that a test kills: `python -m tests.kernel.victim launch|fire|work`, with TANDEM_STOP_AT."""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.settings"

import django
from django.conf import settings

WIRING = "tests.kernel.toy.wiring"
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.kernel.toy"]
settings.RECORDS = [f"{WIRING}.{name}" for name in ("HARBOUR", "BOAT", "ENTRY")]
settings.EFFECT_KINDS = [f"{WIRING}.{name}" for name in ("SALUTE", "MAIL", "SHOT")]
settings.PROJECTIONS, settings.PLANNERS = [f"{WIRING}.mark"], [f"{WIRING}.salute"]
settings.GUARDS = settings.EXTENDERS = settings.INVARIANTS = settings.AFTER_COMMIT = []
settings.AFTER_REFUSAL = settings.BEFORE_LOCK = []
django.setup()


def main(action: str) -> None:
    """Do one thing; without TANDEM_STOP_AT it ends by itself."""
    from tandem.kernel import timers, worker
    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.commands import Once
    from tandem.kernel.pipeline import run
    from tests.kernel.toy.wiring import Do, launch

    if action == "launch":
        run(Do(launch(), names=[Once.of("victim", "key", "body")]), SYSTEM)
    elif action == "fire":
        timers.fire_due()
    elif action == "work":
        worker.carry_out_one()


if __name__ == "__main__":
    main(sys.argv[1])
