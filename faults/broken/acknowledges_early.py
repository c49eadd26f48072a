"""A door that says 250 first and keeps the mail a moment later."""

from __future__ import annotations

import threading
from types import ModuleType
from typing import Any

from faults.inside.hooks import when_loaded

#: Seconds between the answer and the commit: a disk that is asked to hurry later.
LATER = 0.5


def apply() -> None:
    """Set the hook."""
    when_loaded("tandem.channels.email.intake.answers", _change)


def _change(module: ModuleType) -> None:
    keep = module.Answers._store

    def early(self: Any, *mail: Any) -> str:
        threading.Timer(LATER, lambda: module._with_connection(lambda: keep(self, *mail))).start()
        taken: str = module.TAKEN
        return taken

    module.Answers._store = early
