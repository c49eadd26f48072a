"""What is asked again while a websocket is open: the session, the rooms, and single events where a room wants that."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

import orjson

from tandem.realtime import closing
from tandem.realtime.access import Access
from tandem.realtime.connection import Connection
from tandem.realtime.hub import Hub

logger = logging.getLogger(__name__)

#: Seconds between two looks at the sessions; a logout that nobody announced is noticed within this time.
SESSIONS_EVERY = 4.0
#: Events that may wait for their audience to be asked; beyond, the room fetches again.
_EVENTS = 1000


class Watchman:
    """Two tasks on the loop: one looks at sessions, one asks who may know an event, in the order of the events."""

    def __init__(self, hub: Hub, access: Access) -> None:
        self._hub = hub
        self._access = access
        #: A room with a message for it, or connections whose rooms are to be asked for again after the messages before.
        self._events: asyncio.Queue[tuple[str, bytes] | list[Connection]] = asyncio.Queue(_EVENTS)
        self._tasks: set[asyncio.Task[None]] = set()
        hub.filter = self._take_event
        hub.recheck = self._recheck

    def start(self) -> None:
        """Begin both tasks."""
        self._spawn(self._look_at_sessions())
        self._spawn(self._pass_events())

    async def stop(self) -> None:
        """End them."""
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_at_sessions(self) -> None:
        while True:
            await asyncio.sleep(SESSIONS_EVERY)
            connections = self._hub.connections
            if not connections:
                continue
            try:
                valid = await self._access.valid([connection.speaker for connection in connections])
            except Exception:
                # A database that is away for a moment is no reason to send everybody away.
                logger.exception("The sessions of the websockets could not be looked at.")
                continue
            for connection in connections:
                if connection.speaker not in valid:
                    connection.close(closing.SIGNED_OUT)

    def _take_event(self, room: str, payload: bytes) -> bool:
        if room.partition(":")[0] not in self._access.audiences:
            return False
        try:
            self._events.put_nowait((room, payload))
        except asyncio.QueueFull:
            for connection in self._hub.members(room):
                connection.close(closing.MISSED)
        return True

    async def _pass_events(self) -> None:
        while True:
            waiting = await self._events.get()
            if isinstance(waiting, list):
                self._ask_again_of(waiting)
                continue
            room, payload = waiting
            members = self._hub.members(room)
            if not members:
                continue
            audience = self._access.audiences[room.partition(":")[0]]
            people = frozenset(connection.speaker.person_id for connection in members)
            try:
                allowed = await self._access.ask(audience, people, room, orjson.loads(payload))
            except Exception:
                logger.exception("Nobody could say who may know an event in %s.", room)
                for connection in members:
                    connection.close(closing.MISSED)
                continue
            self._hub.send([c for c in members if c.speaker.person_id in allowed and room in c.rooms], payload)

    def _recheck(self, connections: list[Connection]) -> None:
        # Not before what was told first: whoever loses a room hears why.
        try:
            self._events.put_nowait(connections)
        except asyncio.QueueFull:
            self._ask_again_of(connections)

    def _ask_again_of(self, connections: list[Connection]) -> None:
        for connection in connections:
            if connection.wanted:
                connection.asked += 1
                self._spawn(self._ask_again(connection, connection.asked))

    async def _ask_again(self, connection: Connection, question: int) -> None:
        """Out of the rooms that are lost, and back into those that are wanted and allowed again."""
        asked_for, rights = sorted(connection.wanted), self._hub.rights
        try:
            allowed = await self._access.may_enter(connection.speaker, asked_for)
        except Exception:
            logger.exception("The rooms of a websocket could not be asked for again.")
            connection.close(closing.MISSED)
            return
        lost = [room for room in asked_for if room in connection.rooms and room not in allowed]
        for room in lost:
            self._hub.leave(connection, room)
        back = sorted((allowed & connection.wanted) - connection.rooms)
        if (lost or back) and (question != connection.asked or rights != self._hub.rights):
            # Rights have changed since this was asked: what it takes away is taken at once, what it gives has to be asked again.
            self._recheck([connection])
            back = []
        for room in back:
            self._hub.enter(connection, room)
        if not lost and not back:
            return
        words = {
            "type": "watching",
            "rooms": sorted(connection.rooms),
            "refused": sorted(connection.wanted - connection.rooms),
        }
        connection.offer(orjson.dumps(words).decode())
        if lost:
            self._access.tell_left(connection.speaker, lost, "left")
        for room in back:
            if (first := self._access.first_words(room)) is not None:
                connection.offer(orjson.dumps(first).decode())
