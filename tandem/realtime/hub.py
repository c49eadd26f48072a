"""Who is in which room on this node, and what the bus brings them. Lives on the event loop; nothing here waits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from tandem.infra import metrics, rooms
from tandem.infra.bus import Bus
from tandem.realtime import closing, orders
from tandem.realtime.connection import Connection

logger = logging.getLogger(__name__)


class Hub:
    """A dictionary of rooms."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._rooms: dict[str, set[Connection]] = {}
        self._all: dict[str, Connection] = {}
        self._of_account: dict[int, set[Connection]] = {}
        self._end_hearing: Callable[[], None] | None = None
        #: Grows whenever rights may have changed: an answer about them that was asked for before is worth nothing.
        self.rights = 0
        #: Called for a message in a room whose events are checked one by one; True when it takes care of it.
        self.filter: Callable[[str, bytes], bool] = lambda room, payload: False
        #: Called with the connections whose rooms have to be asked for again.
        self.recheck: Callable[[list[Connection]], None] = lambda connections: None

    async def start(self) -> None:
        """Listen to the bus; harmless when done twice."""
        if self._end_hearing is None:
            self._end_hearing = self._bus.subscribe(self.heard, self.gap, self.alone)
            await self._bus.start()

    async def stop(self) -> None:
        """Listen no more; whoever is connected fetches again elsewhere."""
        if self._end_hearing is not None:
            self._end_hearing()
            self._end_hearing = None
            await self._bus.stop()
        for connection in self.connections:
            connection.close(closing.MISSED)

    @property
    def connections(self) -> list[Connection]:
        """Everybody connected here."""
        return list(self._all.values())

    def count_of(self, account_id: int) -> int:
        """How many sockets an account has on this node."""
        return len(self._of_account.get(account_id, ()))

    def members(self, room: str) -> list[Connection]:
        """Who is in the room on this node."""
        return list(self._rooms.get(room, ()))

    def add(self, connection: Connection) -> None:
        """A new connection, in no room yet."""
        speaker = connection.speaker
        self._all[speaker.connection] = connection
        metrics.SOCKETS.set(len(self._all))
        self._of_account.setdefault(speaker.account_id, set()).add(connection)

    def remove(self, connection: Connection) -> None:
        """Forget a connection and its rooms."""
        for room in list(connection.rooms):
            self.leave(connection, room)
        speaker = connection.speaker
        self._all.pop(speaker.connection, None)
        metrics.SOCKETS.set(len(self._all))
        mine = self._of_account.get(speaker.account_id)
        if mine is not None:
            mine.discard(connection)
            if not mine:
                del self._of_account[speaker.account_id]

    def enter(self, connection: Connection, room: str) -> None:
        """Put a connection into a room that it may be in."""
        if connection.speaker.connection in self._all:
            connection.rooms.add(room)
            self._rooms.setdefault(room, set()).add(connection)

    def leave(self, connection: Connection, room: str) -> None:
        """Take a connection out of a room."""
        connection.rooms.discard(room)
        inside = self._rooms.get(room)
        if inside is not None:
            inside.discard(connection)
            if not inside:
                del self._rooms[room]

    def heard(self, channel: str, payload: bytes) -> None:
        """A word from the bus: for a room, or an order about connections."""
        if channel == rooms.DISCONNECT:
            self._disconnect(orjson.loads(payload))
        elif channel == rooms.RECHECK:
            self.rights += 1
            self.recheck(self._concerned(orjson.loads(payload)))
        elif channel in self._rooms:
            if not self.filter(channel, payload):
                self.send(self._rooms[channel], payload)
        else:
            orders.heard(channel)

    def send(self, connections: Iterable[Connection], payload: bytes) -> None:
        """Offer one message to these connections."""
        text = payload.decode()
        for connection in connections:
            connection.offer(text)

    def gap(self) -> None:
        """Words were lost: everybody fetches again. They stay connected, since a thousand who come back at once would wait for
        each other for longer than Redis was away; what was said about their rights may have been lost as well."""
        orders.missed()
        self.rights += 1
        self.send(self._all.values(), orjson.dumps({"type": "missed"}))
        self.recheck(self.connections)

    def alone(self) -> None:
        """Other nodes are not heard for now: whoever is connected asks by themselves, until the gap that ends it."""
        self.send(self._all.values(), orjson.dumps({"type": "paused"}))

    def _concerned(self, order: Mapping[str, Any]) -> list[Connection]:
        """Those whose rooms an order to ask again is about: one person's, those in some rooms, or all."""
        if "rooms" in order:
            # Also those who want to be there and may not: what moved away may have moved back.
            return [c for c in self._all.values() if not c.wanted.isdisjoint(order["rooms"])]
        person_id = order["person_id"]
        return [c for c in self._all.values() if person_id in {None, c.speaker.person_id}]

    def _disconnect(self, order: dict[str, object]) -> None:
        account_id, session_key = order.get("account_id"), order.get("session_key")
        for connection in self._all.values():
            speaker = connection.speaker
            if account_id in {None, speaker.account_id} and session_key in {None, speaker.session_key}:
                connection.close(closing.SIGNED_OUT)
