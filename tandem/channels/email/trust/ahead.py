"""What the name servers of senders say, asked beside the line in which mails wait for their turn (sec:B-06).

Whose mail it is is checked by names that the sender has chosen, and those servers may answer late or never. So a mail that has to
wait for them does not wait in its place: it steps aside, others go on, and it comes back when the answers are there. The first
moment is waited for in place, since most answers come within it and order is worth something; but not for a domain or a host of
which a mail is being waited for already.

What runs at once is bounded for each domain, for each host and in all, and whoever gets no answer within `LONGEST` is treated as
one whose servers do not answer. All of this is memory of one process: another one asks again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from tandem.channels.email.trust.names import Memory, remembering

log = logging.getLogger("tandem.mail.trust")

T = TypeVar("T")

#: Seconds that the answers are waited for in place.
MOMENT: Final = 0.5
#: Seconds after which no answer is waited for any more.
LONGEST: Final = 30.0
#: Mails whose names are asked at once: of one domain, from one host, in all.
OF_A_DOMAIN: Final = 2
FROM_A_HOST: Final = 6
IN_ALL: Final = 24
#: What is known of so many mails is kept; the mails forgotten first ask again.
_REMEMBERED: Final = 2_000
#: Each question may raise one more (the domain's policy, then that of its organisation).
_ROUNDS: Final = 4


class NotYet(Exception):
    """The name servers have not answered yet: come back in a moment."""


@dataclass(slots=True)
class Asked:
    """A mail whose names are asked: `keys` are its domain and its host, for which mails are counted."""

    keys: Sequence[str]
    since: float = field(default_factory=time.monotonic)
    memory: Memory = field(default_factory=Memory)
    #: Set when nobody asks for it just now.
    idle: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.since > LONGEST


class Ahead:
    """The mails of one process whose names are being asked, or were just now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[int, Asked] = OrderedDict()
        self._running: Counter[str] = Counter()

    def of(self, entry_id: int, domain: str, host: str) -> Asked:
        """What is known for this mail. Raises NotYet while it is being asked."""
        with self._lock:
            asked = self._asked.get(entry_id)
            if asked is None:
                asked = self._asked[entry_id] = Asked((f"domain {domain}", f"host {host}"))
                asked.idle.set()
                while len(self._asked) > _REMEMBERED:
                    self._asked.popitem(last=False)
        if not asked.idle.is_set():
            raise NotYet
        return asked

    def forget(self, entry_id: int) -> None:
        """It needs no more answers."""
        with self._lock:
            self._asked.pop(entry_id, None)

    def found(self, asked: Asked, work: Callable[[], T]) -> T:
        """What `work` finds, with names that are known already or come in a moment. Raises NotYet."""
        for _round in range(_ROUNDS):
            asked.memory.missed.clear()
            with remembering(asked.memory):
                result = work()
            if not asked.memory.missed or asked.is_over:
                return result
            if not asked.idle.wait(self._ask(asked, work)):
                raise NotYet
        return result

    def _ask(self, asked: Asked, work: Callable[[], object]) -> float:
        """Do it in a thread of its own, where waiting harms nobody; returns for how long to wait in place. Raises NotYet when
        there is no room."""
        domain, host = asked.keys
        with self._lock:
            running = self._running
            if running[domain] >= OF_A_DOMAIN or running[host] >= FROM_A_HOST or running.total() >= 2 * IN_ALL:
                raise NotYet
            moment = 0.0 if running[domain] or running[host] else MOMENT
            running.update(asked.keys)
            asked.idle.clear()
        threading.Thread(target=self._answer, args=(asked, work), name="tandem-names", daemon=True).start()
        return moment

    def _answer(self, asked: Asked, work: Callable[[], object]) -> None:
        try:
            with remembering(asked.memory, asks=True):
                work()
        except Exception:
            log.exception("names could not be asked")
        finally:
            with self._lock:
                self._running.subtract(asked.keys)
                self._running += Counter()
            asked.idle.set()


#: Those of this process.
AHEAD: Final = Ahead()
