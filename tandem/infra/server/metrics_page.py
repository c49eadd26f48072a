"""`/metrics` for Prometheus: for whoever has the token, or, while there is none, for this very machine. Nobody else learns that it
is there."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from tandem.infra import metrics
from tandem.infra.server.answers import answer
from tandem.infra.server.asgi_types import Headers, Scope, Send, values
from tandem.infra.server.installation import is_loopback
from tandem.infra.server.pool import Pool

PATH = "/metrics"
#: Seconds for which an answer is good: several watchers ask the database once.
_KEPT = 2.0
#: What a proxy adds: then the peer is not who asks.
_FORWARDED = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})


class MetricsPage:
    """Reads the numbers in one thread of its own."""

    def __init__(self, token: str, pool: Pool, read: Callable[[], bytes] | None = None) -> None:
        self._token = token.encode()
        self._pool = pool
        self._read = read or (lambda: generate_latest(metrics.REGISTRY))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self._page = b""
        self._good_until = 0.0

    def may(self, scope: Scope) -> bool:
        """Whether this request may see the numbers."""
        headers: Headers = scope["headers"]
        if self._token:
            scheme, _, given = "".join(values(headers, b"authorization")[:1]).partition(" ")
            return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self._token)
        peer: str = scope["client"][0] if scope.get("client") else ""
        host = "".join(values(headers, b"host")[:1])
        own_name = is_loopback(host.removeprefix("[").partition("]")[0] if "]" in host else host.partition(":")[0])
        # The name as well: a page from elsewhere can make a browser of this machine ask under a name of its own.
        return is_loopback(peer) and own_name and not any(name in _FORWARDED for name, _ in headers)

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer with the numbers."""
        if time.monotonic() >= self._good_until:
            metrics.THREADS_BUSY.set(self._pool.busy)
            metrics.REQUESTS_WAITING.set(self._pool.queued)
            self._page = await asyncio.get_running_loop().run_in_executor(self._thread, self._look)
            self._good_until = time.monotonic() + _KEPT
        await answer(send, 200, CONTENT_TYPE_LATEST.encode(), self._page)

    def _look(self) -> bytes:
        close_old_connections()
        try:
            return self._read()
        finally:
            close_old_connections()
