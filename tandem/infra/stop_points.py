"""Named points at which a fault test may kill the process. Inert unless TANDEM_STOP_AT names one.

`TANDEM_STOP_AT=after_raw_store` kills at the first arrival, `after_raw_store:3` at the third.
"""

from __future__ import annotations

import os
import signal
import threading

_wanted, _, _nth = os.environ.get("TANDEM_STOP_AT", "").partition(":")
_remaining = int(_nth or 1)
_lock = threading.Lock()


def reach(name: str) -> None:
    """Die here by SIGKILL, as a power cut would, if the environment asks for it."""
    global _remaining
    if not _wanted or name != _wanted:
        return
    with _lock:
        _remaining -= 1
        if _remaining > 0:
            return
    os.kill(os.getpid(), signal.SIGKILL)
