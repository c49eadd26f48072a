"""Whether this process lives, and whether it can accept work durably; answered without the pool."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from tandem.infra.server.answers import answer
from tandem.infra.server.asgi_types import Scope, Send

logger = logging.getLogger(__name__)

#: Gives None when all is well, else one sentence; an exception counts as a reason too.
Check = Callable[[], str | None]

LIVE = "/api/v1/health/live"
READY = "/api/v1/health/ready"


class Health:
    """Runs the checks in one thread of its own, one round at a time, and keeps the answer for `keep` seconds."""

    def __init__(self, checks: Sequence[tuple[str, Check]], timeout: float = 5.0, keep: float = 1.0) -> None:
        self._checks = checks
        self._timeout = timeout
        self._keep = keep
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._round: asyncio.Future[list[dict[str, str]]] | None = None
        self._reasons: list[dict[str, str]] = []
        self._known_until = 0.0
        self._at = ""
        self._stopping = False

    def stop(self) -> None:
        """From now on not ready: a load balancer sends nobody here any more."""
        self._stopping = True

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer `live` with 200, `ready` with 200 or with 503 and the reasons."""
        reasons = [] if scope["path"] == LIVE else await self.reasons()
        word = ("live" if scope["path"] == LIVE else "ready") if not reasons else "unready"
        body = json.dumps({"status": word, "reasons": reasons}).encode()
        extra = [(b"retry-after", b"5")] if reasons else None
        await answer(send, 503 if reasons else 200, b"application/json", body, extra)

    async def reasons(self) -> list[dict[str, str]]:
        """Why this process is not ready: `{"check": name, "reason": sentence}` each; empty when it is."""
        if self._stopping:
            return [{"check": "process", "reason": "This process is stopping."}]
        if time.monotonic() < self._known_until:
            return self._reasons
        if self._round is None:
            self._round = asyncio.get_running_loop().run_in_executor(self._thread, self._look)
        try:
            # A check that hangs keeps its one thread; the rounds after it wait for the same answer, not for more threads.
            self._reasons = await asyncio.wait_for(asyncio.shield(self._round), self._timeout)
        except TimeoutError:
            return [{"check": self._at, "reason": f"No answer within {self._timeout:g} s."}]
        self._round = None
        self._known_until = time.monotonic() + self._keep
        return self._reasons

    def _look(self) -> list[dict[str, str]]:
        reasons = []
        for name, check in self._checks:
            self._at = name
            try:
                reason = check()
            except Exception as error:
                logger.warning("The check %s failed: %s", name, error)
                reason = str(error) or type(error).__name__
            if reason:
                reasons.append({"check": name, "reason": reason})
        close_old_connections()
        return reasons
