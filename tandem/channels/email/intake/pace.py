"""How many mails one sender may hand in within a minute (sec:B-06): one that floods must not hold up what others write.

Too many are refused for now, before anything is accepted; every sender's server keeps such mail and tries again (RFC 5321 4.5.4).
Counted in the memory of each process: after a restart, and with several processes, somewhat more gets in, which costs nothing.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Final

#: Seconds over which mails are counted.
WINDOW: Final = 60.0
#: Senders that are remembered; beyond it those who have been quiet longest are forgotten.
_REMEMBERED: Final = 10_000


class Pace:
    """A bucket for each sender that fills evenly with `most` mails in a minute, and holds no more than that; 0 is no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def may(self, sender: str) -> bool:
        """Whether a mail of this sender may come in now; if so, it is counted."""
        if not self._most:
            return True
        now = time.monotonic()
        with self._lock:
            left, at = self._buckets.pop(sender, (float(self._most), now))
            left = min(float(self._most), left + (now - at) * self._most / WINDOW)
            allowed = left >= 1
            self._buckets[sender] = (left - 1 if allowed else left, now)
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        return allowed
