"""Time-ordered 64-bit ids, made before anything is stored, so that a plan can name new rows.

Layout, high to low: 42 bits milliseconds since 2024-01-01 UTC, 10 bits of the process, 11 bits counter. The sign bit stays
clear: both databases keep it in a signed bigint. In JSON ids are strings, since a browser's numbers hold only 53 bits.
"""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_704_067_200_000
_lock = threading.Lock()
_process = secrets.randbelow(1 << 10)
_last_ms = 0
_counter = 0


def new_id() -> int:
    """A new positive id below 2**63; later calls in one process always give larger ids."""
    global _last_ms, _counter
    with _lock:
        moment = max(time.time_ns() // 1_000_000 - _EPOCH_MS, _last_ms)
        if moment == _last_ms:
            _counter += 1
            if _counter >> 11:
                moment, _counter = moment + 1, 0
        else:
            _counter = 0
        _last_ms = moment
        return (moment << 21) | (_process << 11) | _counter
