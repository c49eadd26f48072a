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
_REMEMBERED: Final = 20_000
#: Seconds beyond the time of its coming back after which a mail is not waited for: another process has placed it, or it was set
#: aside, and whoever remembered it would take its host for busier than it is.
GONE: Final = 600.0
#: Each question may raise one more (the domain's policy, then that of its organisation).
_ROUNDS: Final = 4


#: Milliseconds after which a mail that steps aside comes back; the longer, the more of its host wait, so that a flood which waits
#: costs no more than a few looks a second.
ASIDE_MS: Final = 1_000
A_MAIL_MS: Final = 200


class NotYet(Exception):
    """The name servers have not answered yet: come back in `delay_ms`."""

    def __init__(self, waiting: int) -> None:
        super().__init__("the name servers of its sender have not answered yet")
        self.delay_ms = max(ASIDE_MS, waiting * A_MAIL_MS)


@dataclass(slots=True)
class Asked:
    """A mail whose names are asked: `keys` are its domain and its host, for which mails are counted."""

    keys: Sequence[str]
    since: float = field(default_factory=time.monotonic)
    memory: Memory = field(default_factory=Memory)
    #: Set when nobody asks for it just now.
    idle: threading.Event = field(default_factory=threading.Event)
    #: When it is to come back.
    back: float = field(default_factory=time.monotonic)

    @property
    def host(self) -> str:
        return self.keys[1]

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.since > LONGEST


class Ahead:
    """The mails of one process whose names are being asked, or were just now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[int, Asked] = OrderedDict()
        self._running: Counter[str] = Counter()
        #: How many mails of each host are remembered.
        self._waiting: Counter[str] = Counter()

    def of(self, entry_id: int, domain: str, host: str, *, asks: bool) -> Asked:
        """What is known for this mail. `asks`: it is certain that names are asked for it. Raises NotYet while they are, and where
        there is no room for it anyway, before any work is done."""
        with self._lock:
            self._let_go()
            asked = self._asked.get(entry_id)
            if asked is None:
                asked = self._asked[entry_id] = Asked((f"domain {domain}", f"host {host}"))
                asked.idle.set()
                self._waiting[asked.host] += 1
            self._asked.move_to_end(entry_id)
            if not asked.idle.is_set() or (asks and not asked.memory.answers and not self._has_room(asked)):
                raise self._not_yet(asked)
        return asked

    def forget(self, entry_id: int) -> None:
        """It needs no more answers."""
        with self._lock:
            self._drop(entry_id)

    def _let_go(self) -> None:
        """Of those that were looked at longest ago: what is gone, and what is too many."""
        now = time.monotonic()
        while self._asked:
            first = next(iter(self._asked))
            if len(self._asked) <= _REMEMBERED and self._asked[first].back + GONE > now:
                return
            self._drop(first)

    def _drop(self, entry_id: int) -> None:
        if (asked := self._asked.pop(entry_id, None)) is not None:
            self._waiting[asked.host] -= 1
            self._waiting += Counter()

    def _not_yet(self, asked: Asked) -> NotYet:
        later = NotYet(self._waiting[asked.host])
        asked.back = time.monotonic() + later.delay_ms / 1000
        return later

    def _has_room(self, asked: Asked) -> bool:
        domain, host = asked.keys
        running = self._running
        room = running[domain] < OF_A_DOMAIN and running[host] < FROM_A_HOST and running.total() < 2 * IN_ALL
        return room or asked.is_over

    def found(self, asked: Asked, work: Callable[[], T]) -> T:
        """What `work` finds, with names that are known already or come in a moment. Raises NotYet."""
        for _round in range(_ROUNDS):
            asked.memory.missed.clear()
            with remembering(asked.memory):
                result = work()
            if not asked.memory.missed or asked.is_over:
                return result
            if not asked.idle.wait(self._ask(asked, work)):
                with self._lock:
                    raise self._not_yet(asked)
        return result

    def _ask(self, asked: Asked, work: Callable[[], object]) -> float:
        """Do it in a thread of its own, where waiting harms nobody; returns for how long to wait in place. Raises NotYet when
        there is no room."""
        domain, host = asked.keys
        with self._lock:
            if not self._has_room(asked):
                raise self._not_yet(asked)
            running = self._running
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
