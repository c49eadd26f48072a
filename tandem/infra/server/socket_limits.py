"""uvicorn's websocket protocol with limits on what costs memory without being a message."""

from __future__ import annotations

import time

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

#: Bytes of one message, however it is cut.
MAX_MESSAGE = 64 * 1024
#: Pieces that one message may be cut into; empty ones do not count towards its size.
MAX_FRAGMENTS = 256
#: Pings of the client in any ten seconds.
MAX_PINGS = 50
#: Seconds after which a connection that does not take what was sent is cut without further words.
ABORT_AFTER = 10.0

_POLICY_VIOLATION = 1008


class LimitedSocket(WebSocketsSansIOProtocol):
    """Ends connections that flood with fragments or pings, and those that do not read."""

    _fragments = 0
    _pings = 0
    _pings_since = 0.0

    def handle_text(self, event: Frame) -> None:
        """The first piece of a text."""
        self._fragments = 0
        super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        """The first piece of a binary message."""
        self._fragments = 0
        super().handle_bytes(event)

    def handle_cont(self, event: Frame) -> None:
        """A further piece."""
        self._fragments += 1
        if self._fragments > MAX_FRAGMENTS:
            self._violation("too many fragments")
        elif not self.close_sent:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless it is one of a flood."""
        now = time.monotonic()
        if now - self._pings_since > 10:
            self._pings, self._pings_since = 0, now
        self._pings += 1
        if self._pings > MAX_PINGS:
            self._violation("too many pings")
        else:
            super().handle_ping()

    def pause_writing(self) -> None:
        """The client does not read: take nothing from it that would have to be answered."""
        super().pause_writing()
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        if not self.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def keepalive_timeout(self) -> None:
        """No pong came: close, and cut when even that is not taken. Unless it is we who have not read on since the last message,
        behind which the pong waits: whoever is answered late, after a restart say, is not sent away for it."""
        if self.read_paused and not self.queue.empty():
            self.pong_timer = self.pending_ping_payload = None
            self.schedule_ping()
            return
        super().keepalive_timeout()
        self.loop.call_later(ABORT_AFTER, self.transport.abort)

    async def run_asgi(self) -> None:
        """Run the application; what it leaves unsent is waited for only so long."""
        await super().run_asgi()
        self.loop.call_later(ABORT_AFTER, self.transport.abort)

    async def send(self, message: ASGISendEvent) -> None:
        """Send; after a close that came from here the client is simply gone, which is no error of the application."""
        try:
            await super().send(message)
        except RuntimeError:
            if self.close_sent:
                raise ClientDisconnected from None
            raise

    def _violation(self, reason: str) -> None:
        if self.close_sent:
            return
        self.conn.fail(_POLICY_VIOLATION, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": _POLICY_VIOLATION, "reason": reason})
        self.transport.close()
        self.loop.call_later(ABORT_AFTER, self.transport.abort)
