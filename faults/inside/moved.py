"""A clock that the rig sets forward: a day of greylisting and five days of refusals take a minute (`faults.moved_clock`)."""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Final

from faults.inside.hooks import when_loaded
from faults.moved_clock import MovedClock

#: Seconds: an idle worker is not told of a clock that is set forward.
POLL: Final = 0.1


def apply() -> None:
    """Set the hooks."""
    when_loaded("tandem.infra.clock", _change)
    when_loaded("tandem.kernel.worker", _look_often)


def _change(module: ModuleType) -> None:
    moved, now = MovedClock(Path(os.environ["FAULTS_CLOCK"])), module._system
    module._clock = ContextVar("tandem_clock", default=lambda: now() + moved.ahead)


def _look_often(module: ModuleType) -> None:
    if not hasattr(module, "POLL_SECONDS"):
        raise AttributeError(f"{module.__name__} has no POLL_SECONDS any more: mend faults/inside/moved.py")
    module.POLL_SECONDS = POLL
