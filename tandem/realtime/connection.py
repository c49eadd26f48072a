"""One websocket as the hub sees it: a bounded queue and the task that empties it."""

from __future__ import annotations

import asyncio
from collections import deque

from tandem.infra.rooms import Speaker
from tandem.infra.server.asgi_types import Send
from tandem.realtime import closing

#: Messages that may wait for a client that does not read.
QUEUE = 256
#: And their characters.
QUEUE_SIZE = 1_000_000
#: Seconds that such a client has to take the closing word.
_FAREWELL = 5.0


class Connection:
    """Offers never wait; a client that is too slow is closed and fetches everything again."""

    def __init__(self, speaker: Speaker, send: Send) -> None:
        self.speaker = speaker
        self.rooms: set[str] = set()
        #: Rooms that the client has asked for last, whether it may be there just now or not.
        self.wanted: frozenset[str] = frozenset()
        #: How often its rooms have been asked for again: only the newest answer lets it in anywhere.
        self.asked = 0
        self.close_code: int | None = None
        #: Whether the client has ended it on purpose, and not the network.
        self.said_goodbye = False
        self._send = send
        self._waiting: deque[str] = deque()
        self._size = 0
        self._something = asyncio.Event()
        self._closed = asyncio.Event()

    def offer(self, text: str) -> None:
        """Queue one message; a full queue closes the connection with MISSED."""
        if self.close_code is not None:
            return
        if len(self._waiting) >= QUEUE or self._size >= QUEUE_SIZE:
            self.close(closing.MISSED)
            return
        self._waiting.append(text)
        self._size += len(text)
        self._something.set()

    def close(self, code: int) -> None:
        """Close with this code, after what was queued unless the client has missed something anyway."""
        if self.close_code is None:
            self.close_code = code
            if code in {closing.MISSED, closing.SIGNED_OUT}:
                self._waiting.clear()
            self._something.set()
            self._closed.set()

    async def until_closed(self) -> None:
        """Wait for `close`; the writer itself may be held up by a client that does not read."""
        await self._closed.wait()

    async def write(self) -> None:
        """Send what is offered until the connection is closed. One task per connection runs this."""
        while self._waiting or self.close_code is None:
            if not self._waiting:
                self._something.clear()
                await self._something.wait()
                continue
            text = self._waiting.popleft()
            self._size -= len(text)
            await self._send({"type": "websocket.send", "text": text})

    async def say_goodbye(self) -> None:
        """Send the closing word, if the client takes it."""
        code = self.close_code if self.close_code is not None else closing.FAILED
        try:
            async with asyncio.timeout(_FAREWELL):
                await self._send({"type": "websocket.close", "code": code})
        except (TimeoutError, OSError):
            return
