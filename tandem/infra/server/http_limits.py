"""uvicorn's HTTP protocol with the limits that its parser has not: size and duration of a request's head."""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tandem.infra.server.answers import problem_body, secured
from tandem.infra.server.asgi_types import Headers

#: Request line and header fields together, in bytes.
MAX_HEAD = 64 * 1024
#: Seconds from the first byte of a request to the end of its head.
HEAD_PATIENCE = 20.0

_REASONS = {
    400: ("request.malformed", "This is not a well-formed HTTP request."),
    408: ("request.too_slow", "The request did not arrive in time."),
    431: ("request.head_too_large", "The request line and headers are too large."),
}


class Refused(Exception):
    """The request's head breaks a limit; the connection ends."""


class LimitedHttp(HttpToolsProtocol):
    """Refuses heads that are too large or too slow, targets that are not paths, and ignores trailers."""

    _timer: TimerHandle | None = None
    _head_bytes = 0
    _pending = 0
    _head_complete = False
    _status = 400

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client that connects has to say something."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer with the connection."""
        self._head_has_come()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came. The parser keeps an unfinished field to itself, so that it has to be counted from outside."""
        head_was_open = not self._head_complete
        super().data_received(data)
        if head_was_open and not self._head_complete and not self.transport.is_closing():
            self._pending += len(data)
            if self._pending > MAX_HEAD:
                self._status = 431
                self.send_400_response("")

    def handle_websocket_upgrade(self) -> None:
        """From here on the websocket's own limits hold."""
        self._head_has_come()
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._head_bytes = self._pending = 0
        self._head_complete = False
        self._expect_head()

    def on_url(self, url: bytes) -> None:
        """A piece of the request target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One field. A field after the body (a trailer) would otherwise join the headers behind every check."""
        self._count(len(name) + len(value) + 4)
        if not self._head_complete:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is complete; an absolute target would name a host besides the Host header."""
        self._head_complete = True
        self._head_has_come()
        if not self.url.startswith(b"/"):
            raise Refused
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser refuses, with a problem document and our headers."""
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(_raw_problem(self._status, self.server_state.default_headers))
        self.transport.close()

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > MAX_HEAD:
            self._status = 431
            raise Refused

    def _expect_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(HEAD_PATIENCE, self._too_slow)

    def _head_has_come(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self._status = 408
            self.send_400_response("")


def _raw_problem(status: int, default_headers: Headers) -> bytes:
    code, sentence = _REASONS[status]
    body = problem_body(status, code, sentence)
    headers: Headers = [
        *default_headers,
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    lines = [b"HTTP/1.1 %d Refused" % status, *(name + b": " + value for name, value in secured(headers)), b"", body]
    return b"\r\n".join(lines)
