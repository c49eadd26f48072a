"""One colleague's tab: a one-time ticket by session, a websocket, and what the workspace says on it."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

VIEWING = {"looking": "viewing", "writing": None, "field": None, "reply": False, "note": False}
BEGUN = {**VIEWING, "reply": True}
TYPING = {**BEGUN, "writing": "reply"}
#: What a form of our pages carries (`CSRF_COOKIE_NAME`).
_TOKEN = "x" * 32
_doors = threading.local()


class Seat(NamedTuple):
    """On which node somebody is, by which session, and before which ticket."""

    port: int
    session: str
    ticket: str


class Member:
    """Connected, and in no room until told so."""

    def __init__(self, seat: Seat, heard: Callable[[str], None]) -> None:
        self.seat = seat
        self._heard = heard
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Open the websocket."""
        origin: Any = f"http://127.0.0.1:{self.seat.port}"
        ticket = await asyncio.to_thread(_ticket, self.seat)
        self._socket = await connect(
            f"ws://127.0.0.1:{self.seat.port}/ws?ticket={ticket}",
            origin=origin,
            open_timeout=60,
            compression=None,
            ping_interval=None,
            max_queue=None,
        )
        self._reading = asyncio.create_task(self._read())

    async def sit_down(self, *further: str) -> None:
        """Be in the rooms of the workspace and of the ticket, and look at it."""
        ticket = self.seat.ticket
        rooms = ["tickets", "me", f"ticket:{ticket}", f"presence:{ticket}", *further]
        await self.say({"type": "watch", "rooms": rooms})
        await self.here(VIEWING)

    async def here(self, report: dict[str, Any]) -> None:
        """What this tab does on its ticket; the same again is a heartbeat."""
        await self.say({"type": "here", "ticket": self.seat.ticket, **report})

    async def say(self, message: dict[str, Any]) -> None:
        """One message."""
        assert self._socket is not None
        await self._socket.send(json.dumps(message))

    async def leave(self) -> None:
        """Close it."""
        assert self._socket is not None and self._reading is not None
        await self._socket.close(1000)
        await self._reading

    async def _read(self) -> None:
        assert self._socket is not None
        with suppress(ConnectionClosed):
            async for text in self._socket:
                self._heard(str(text))
        if self._socket.close_code not in {1000, 1001}:
            raise SystemExit(f"The server closed a websocket: {self._socket.close_code}")


def cookies(session: str) -> str:
    """The header of a browser that is signed in."""
    return f"tandem_session={session}; csrftoken={_TOKEN}"


def _ticket(seat: Seat) -> str:
    door = getattr(_doors, str(seat.port), None)
    if door is None:
        door = http.client.HTTPConnection("127.0.0.1", seat.port, timeout=60)
        setattr(_doors, str(seat.port), door)
    try:
        door.request("POST", "/api/v1/realtime/ticket", b"{}", _headers(seat))
        answer = door.getresponse()
    except ConnectionError:
        # Kept open since the last crowd came, and closed by the server meanwhile.
        door.close()
        door.request("POST", "/api/v1/realtime/ticket", b"{}", _headers(seat))
        answer = door.getresponse()
    body = answer.read()
    if answer.status != 201:
        raise SystemExit(f"No ticket: {answer.status} {body[:300]!r}")
    return str(json.loads(body)["ticket"])


def _headers(seat: Seat) -> dict[str, str]:
    return {
        "Cookie": cookies(seat.session),
        "X-CSRFToken": _TOKEN,
        "Content-Type": "application/json",
        "Origin": f"http://127.0.0.1:{seat.port}",
    }
