"""Presence as the process has it: the book with a clock, a lock, the rooms of the websockets and the bus to other nodes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, Final

import orjson
from django.conf import settings

from tandem.collision.numbers import counting
from tandem.collision.numbers.happenings import GAVE_WAY, Happening
from tandem.collision.presence import times
from tandem.collision.presence.book import Book
from tandem.collision.presence.exchange import Exchange
from tandem.collision.presence.meetings import Meetings
from tandem.collision.presence.moment import Moment, this_moment
from tandem.collision.presence.report import Malformed, read_report
from tandem.collision.presence.shown import row_of, state_of
from tandem.infra import rooms
from tandem.infra.bus import bus
from tandem.infra.rooms import Leaving, Speaker

logger = logging.getLogger(__name__)

#: No room's name can begin like this (see `tandem.infra.rooms`).
CHANNEL: Final = "!presence"
#: Seconds between two looks at what time alone changes.
TICK: Final = 1.0


class Presence:
    """The presence of this node. Its book may be asked from any thread."""

    def __init__(self, clock: Callable[[], Moment] = this_moment) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._book = Book(secrets.token_hex(6))
        self._exchange = Exchange(self._book, lambda message: bus().publish(CHANNEL, message))
        self._meetings = Meetings(self._book.node)
        #: What rows were told last, so that they hear only what they would show differently.
        self._rows: dict[int, bytes] = {}
        #: People whose presence nobody is told, by the policy of the installation.
        self._unseen: set[int] = set()
        #: People who may not answer customers: they begin no reply and get no lease.
        self._silent: set[int] = set()

    def here(self, speaker: Speaker, inside: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What a tab says of itself on a ticket. Counts for those in the ticket's room, and not for the unseen."""
        ticket = _ticket_of(message)
        if ticket is None:
            return {"type": "error", "detail": "`ticket` is the id of a ticket."}
        try:
            report = read_report(message)
        except Malformed as error:
            return {"type": "error", "detail": str(error)}
        if f"presence:{ticket}" not in inside or speaker.person_id in self._unseen:
            return None
        if speaker.person_id in self._silent:
            report = report.without_reply()
        with self._lock:
            self._book.here(speaker.connection, speaker.person_id, ticket, report, self._clock())
            self._publish()
        return None

    def take_lease(self, speaker: Speaker, inside: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Somebody takes the lease of a ticket over."""
        ticket = _ticket_of(message)
        if ticket is None:
            return {"type": "error", "detail": "`ticket` is the id of a ticket."}
        with self._lock:
            may = speaker.person_id not in self._silent
            taken = may and self._book.take_lease(speaker.connection, ticket, self._clock())
            self._publish()
        return {"type": "lease", "ticket": str(ticket), "taken": taken}

    def gave_way(self, speaker: Speaker, inside: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Somebody who was asked left the answer to a colleague. Counts once in a visit, and only where a colleague answers."""
        ticket = _ticket_of(message)
        if ticket is None:
            return {"type": "error", "detail": "`ticket` is the id of a ticket."}
        with self._lock:
            desk = self._book.desk(ticket)
            visit = desk.visits.get(speaker.person_id)
            answered = any(tab.report.reply and tab.person != speaker.person_id for tab in desk.tabs.values())
        if f"presence:{ticket}" in inside and visit is not None and answered:
            counting.note([Happening(ticket, GAVE_WAY, str(visit.since), self._clock().wall)])
        return None

    def left(self, speaker: Speaker, left: Sequence[str], how: Leaving) -> None:
        """A connection is out of some rooms."""
        tickets = [int(room.partition(":")[2]) for room in left if room.startswith("presence:")]
        if not tickets:
            return
        with self._lock:
            for ticket in tickets:
                self._book.gone(speaker.connection, ticket, how, self._clock())
            self._publish()

    def state(self, room: str) -> Mapping[str, Any] | None:
        """What a connection hears first in `presence:ID`."""
        ticket, now = int(room.partition(":")[2]), self._clock()
        with self._lock:
            return state_of(ticket, self._book.desk(ticket), now.steady, now.wall)

    def row(self, room: str) -> Mapping[str, Any] | None:
        """What a connection hears first in `row:ID`: nothing where nobody is."""
        ticket, now = int(room.partition(":")[2]), self._clock()
        with self._lock:
            row = row_of(ticket, self._book.desk(ticket), now.steady)
        return row if row["people"] else None

    def show(self, person: int, shown: bool) -> None:
        """Whether others are told where this person is."""
        with self._lock:
            if shown:
                self._unseen.discard(person)
            elif person not in self._unseen:
                self._unseen.add(person)
                self._book.withdraw(person, self._clock())
                self._publish()

    def allow(self, person: int, answers: bool) -> None:
        """Whether this person may answer customers."""
        (self._silent.discard if answers else self._silent.add)(person)

    def give_lease(self, person: int, ticket: int, hold: int = times.TAKEN) -> None:
        """It is this person who answers, colleagues have agreed; for at least `hold` milliseconds. On whatever node they are."""
        self._order({"do": "give", "person": person, "ticket": ticket, "hold": hold})

    def free_lease(self, person: int, ticket: int) -> None:
        """Whoever does not answer a colleague holds nobody up."""
        self._order({"do": "free", "person": person, "ticket": ticket})

    def _order(self, order: Mapping[str, Any]) -> None:
        with self._lock:
            self._book.carry_out(order, self._clock())
            self._publish()
            if settings.REDIS_URL:
                self._exchange.order(order)

    def listed(self, ticket: int) -> set[int]:
        """Those who have a ticket open, or had it in the last half hour."""
        with self._lock:
            return set(self._book.desk(ticket).visits)

    def holder(self, ticket: int) -> int | None:
        """The person who has the lease of a ticket."""
        with self._lock:
            tab = self._book.desk(ticket).holder(self._clock().steady)
            return None if tab is None else tab.person

    def people(self, ticket: int) -> list[int]:
        """Those who have a ticket open."""
        with self._lock:
            return sorted({tab.person for tab in self._book.desk(ticket).tabs.values()})

    def heard(self, channel: str, payload: bytes) -> None:
        """A word of another node."""
        if channel != CHANNEL:
            return
        with self._lock:
            self._exchange.heard(orjson.loads(payload), self._clock())
            self._publish()

    def begin(self) -> None:
        """This node is new."""
        if settings.REDIS_URL:
            self._exchange.begin()

    def end(self) -> None:
        """This node ends."""
        if settings.REDIS_URL:
            self._exchange.end()

    def gap(self) -> None:
        """Words between nodes were lost."""
        with self._lock:
            self._exchange.gap(self._clock())

    def tick(self) -> None:
        """What time alone changes."""
        now = self._clock()
        with self._lock:
            self._book.expire(now)
            if settings.REDIS_URL:
                self._exchange.tick(now)
            self._publish()

    def _publish(self) -> None:
        """Tell the rooms here what looks different, and the other nodes what happened."""
        book, now = self._book, self._clock()
        words, book.words = book.words, []
        if settings.REDIS_URL:
            self._exchange.say(words)
        changed, book.changed = book.changed, set()
        for ticket in changed:
            desk = book.desk(ticket)
            counting.note(self._meetings.look(ticket, desk, now.wall))
            rooms.tell_here(f"presence:{ticket}", state_of(ticket, desk, now.steady, now.wall))
            row = orjson.dumps(row_of(ticket, desk, now.steady))
            if self._rows.get(ticket) != row:
                rooms.tell_here(f"row:{ticket}", orjson.loads(row))
                self._rows[ticket] = row
            if not desk.tabs:
                self._rows.pop(ticket, None)


PRESENCE: Final = Presence()


class PresencePart:
    """Looks at the clock once a second and hears other nodes, as long as the process serves."""

    name = "presence"

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._end_hearing: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """Begin."""
        self._end_hearing = bus().subscribe(PRESENCE.heard, PRESENCE.gap)
        # Only who hears the answers asks.
        await bus().start()
        PRESENCE.begin()
        self._task = asyncio.create_task(_tick(), name="presence")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._end_hearing()
        PRESENCE.end()


async def _tick() -> None:
    while True:
        await asyncio.sleep(TICK)
        try:
            PRESENCE.tick()
        except Exception:
            logger.exception("presence")


def _ticket_of(message: Mapping[str, Any]) -> int | None:
    ticket = message.get("ticket")
    return (
        int(ticket)
        if isinstance(ticket, str) and ticket.isdecimal() and ticket.isascii() and len(ticket) < 20
        else None
    )
