"""What a client says on its websocket, and what it is answered.

Client: `{"type": "watch", "rooms": [...]}` (all rooms it wants from now on; those not named are left), `{"type": "ping"}`,
and the types of `REALTIME_HANDLERS`. Server: `hello`, `watching` (the rooms of this socket, and those that were refused),
`pong`, `error`, and whatever is told to its rooms. A message with `ref` is answered with the same `ref`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import orjson

from tandem.infra.server.asgi_types import Message, Receive
from tandem.realtime import closing
from tandem.realtime.access import Access
from tandem.realtime.connection import Connection
from tandem.realtime.hub import Hub

logger = logging.getLogger(__name__)

#: Rooms of one socket, and of one message.
ROOMS = 200
#: Malformed messages that are forgiven.
MALFORMED = 10
#: Messages in any ten seconds: a person who types, moves and scrolls causes a tenth of that.
MESSAGES, SECONDS = 200, 10.0
#: Seconds without any message. A tab in the background may speak once a minute only.
IDLE = 150.0
#: Codes with which a client ends a connection on purpose: it is done, or the page closes (RFC 6455, 7.4.1). No code is what a
#: broken connection is told by.
_GOODBYES = frozenset({1000, 1001})


class Conversation:
    """Reads one connection until it ends; each message is answered before the next one is read."""

    def __init__(self, connection: Connection, hub: Hub, access: Access, receive: Receive) -> None:
        self._connection = connection
        self._hub = hub
        self._access = access
        self._receive = receive
        self._malformed = 0
        self._count = 0
        self._since = time.monotonic()

    async def hold(self) -> None:
        """Answer until the client leaves or is closed."""
        while self._connection.close_code is None:
            try:
                event = await asyncio.wait_for(self._receive(), IDLE)
            except TimeoutError:
                self._connection.close(closing.IDLE)
                return
            if event["type"] == "websocket.disconnect":
                self._connection.said_goodbye = event.get("code") in _GOODBYES
                return
            if not self._within_rate():
                self._connection.close(closing.TOO_MANY)
                return
            message = _parse(event)
            if message is None:
                self._complain("This is not a JSON object with a type.", None)
            else:
                await self._answer(message)

    async def _answer(self, message: Mapping[str, Any]) -> None:
        kind, ref = message["type"], message.get("ref")
        if kind == "ping":
            self._say({"type": "pong"}, ref)
        elif kind == "watch":
            rooms = _rooms_of(message)
            if rooms is None:
                self._complain(f"`rooms` must be a list of at most {ROOMS} names.", ref)
            else:
                await self._watch(rooms, ref)
        elif kind in self._access.quick_handlers:
            quick = self._access.quick_handlers[kind]
            answer = quick(self._connection.speaker, self._connection.rooms, message)
            if answer is not None:
                self._say(answer, ref)
        elif kind in self._access.handlers:
            handler = self._access.handlers[kind]
            answer = await self._access.ask(handler, self._connection.speaker, message)
            if answer is not None:
                self._say(answer, ref)
        else:
            self._complain("This type of message is not known.", ref)

    async def _watch(self, rooms: list[str], ref: object) -> None:
        self._connection.wanted = frozenset(rooms)
        left = sorted(self._connection.rooms.difference(rooms))
        for room in left:
            self._hub.leave(self._connection, room)
        if left:
            self._access.tell_left(self._connection.speaker, left, "left")
        entered = await self._allowed([room for room in rooms if room not in self._connection.rooms])
        for room in entered:
            self._hub.enter(self._connection, room)
        inside = sorted(self._connection.rooms)
        refused = [room for room in rooms if room not in self._connection.rooms]
        self._say({"type": "watching", "rooms": inside, "refused": refused}, ref)
        for room in sorted(entered):
            first = self._access.first_words(room)
            if first is not None:
                self._say(first, None)

    async def _allowed(self, rooms: list[str]) -> set[str]:
        """Those that may be entered, by rights that have not changed while they were asked for."""
        while rooms:
            rights = self._hub.rights
            allowed = await self._access.may_enter(self._connection.speaker, rooms)
            if rights == self._hub.rights:
                return allowed
        return set()

    def _say(self, message: Mapping[str, Any], ref: object) -> None:
        known = {} if ref is None else {"ref": ref}
        self._connection.offer(orjson.dumps({**message, **known}).decode())

    def _complain(self, detail: str, ref: object) -> None:
        self._malformed += 1
        if self._malformed > MALFORMED:
            self._connection.close(closing.MALFORMED)
        else:
            self._say({"type": "error", "detail": detail}, ref)

    def _within_rate(self) -> bool:
        now = time.monotonic()
        if now - self._since > SECONDS:
            self._since, self._count = now, 0
        self._count += 1
        return self._count <= MESSAGES


def _parse(event: Message) -> dict[str, Any] | None:
    """A JSON object with a text `type` and, if any, a short text or whole number as `ref`; None for all else."""
    try:
        message = orjson.loads(event.get("text") or b"")
    except orjson.JSONDecodeError:
        return None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return None
    ref = message.get("ref")
    if ref is not None and not (isinstance(ref, int) or (isinstance(ref, str) and len(ref) <= 64)):
        return None
    return message


def _rooms_of(message: Mapping[str, Any]) -> list[str] | None:
    rooms = message.get("rooms")
    if not isinstance(rooms, list) or len(rooms) > ROOMS or not all(isinstance(room, str) for room in rooms):
        return None
    return list(dict.fromkeys(rooms))
