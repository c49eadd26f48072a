"""HTTP and websockets as one part: uvicorn on a socket that we open ourselves."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

import uvicorn

from tandem.infra.server.asgi_types import Application
from tandem.infra.server.http_limits import LimitedHttp
from tandem.infra.server.pool import Pool
from tandem.infra.server.socket_limits import MAX_MESSAGE, LimitedSocket

#: Seconds for requests that run when the process is asked to end; a socket is told to come back (1012) at once.
_GRACE = 15


class AddressInUse(Exception):
    """Somebody else listens there; the message is a sentence for the operator."""


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: all parts end together."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HttpPart:
    """Serves `application` on `host:port` (port 0: any free one; see `port` after the start)."""

    name = "http"

    def __init__(
        self,
        application: Application,
        host: str,
        port: int,
        *,
        pool: Pool,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        self.host = host
        self.port = port
        self._application = application
        self._pool = pool
        self._on_stop = on_stop
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen. Raises AddressInUse."""
        listener = _listen(self.host, self.port)
        self.port = listener.getsockname()[1]
        self._pool.start()
        self._server = _Server(self._config())
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started and not self._task.done():
            await asyncio.sleep(0.005)
        if self._task.done():
            self._task.result()

    async def stop(self) -> None:
        """Listen no more, let the running requests end, then the threads."""
        self._on_stop()
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await asyncio.wait({self._task})
        await asyncio.get_running_loop().run_in_executor(None, self._pool.stop, 5.0)

    def _config(self) -> uvicorn.Config:
        return uvicorn.Config(
            self._application,
            http=LimitedHttp,
            ws=LimitedSocket,
            ws_max_size=MAX_MESSAGE,
            ws_per_message_deflate=False,
            ws_ping_interval=20.0,
            ws_ping_timeout=20.0,
            lifespan="off",
            interface="asgi3",
            log_config=None,
            # Its lines hold whole addresses, and the address of a websocket holds a ticket.
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=20,
            timeout_graceful_shutdown=_GRACE,
        )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise AddressInUse(f"Tandem cannot listen on {host}:{port}: {error.strerror}.") from error
