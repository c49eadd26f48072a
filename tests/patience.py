"""How long a test waits for something that must happen before it gives up.

A bound against hanging, never a statement about speed: a busy machine may stand still for seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

#: Seconds; below pytest's own limit for one test.
PATIENCE = 30.0


def until(condition: Callable[[], object], pause: float = 0.01) -> bool:
    """Look again every `pause` seconds until the condition holds; False when patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
