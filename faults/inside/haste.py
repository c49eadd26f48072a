"""Attempts to send that follow each other after a second instead of minutes; left out where the clock itself is moved."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from faults.inside.hooks import when_loaded

#: Of the attempts to send, in milliseconds: the first pause and the longest one.
PAUSES: Final = {"MINUTE": 600, "LONGEST_PAUSE": 2_000}


def apply() -> None:
    """Set the hook."""
    when_loaded("tandem.channels.email.sending.send", _change)


def _change(module: ModuleType) -> None:
    for name, value in PAUSES.items():
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name} any more: mend faults/inside/haste.py")
        setattr(module, name, value)
