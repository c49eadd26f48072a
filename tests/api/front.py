"""The whole front in the process of the test, asked as a server asks it: what Django's test client goes past is here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import connections

from tandem.api.short_way import Handler
from tandem.infra.server.assembly import build_front
from tandem.infra.server.front import Front
from tests.world import HOST


@dataclass
class Answered:
    """Status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Whole:
    """The front with the real Django behind it."""

    def __init__(self, front: Front, loop: asyncio.Runner) -> None:
        self.front = front
        self._loop = loop

    def ask(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        peer: str = "192.0.2.9",
    ) -> Answered:
        """One request from a peer that is not this machine."""
        path, _, query = target.partition("?")
        given = {"host": HOST, **({"content-length": str(len(body))} if body else {}), **(headers or {})}
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": quote(path, safe="/%:;=@").encode(),
            "query_string": query.encode(), "http_version": "1.1", "scheme": "http", "client": (peer, 1), "server": ("x", 80),
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        }  # fmt: skip
        sent: list[Any] = []
        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if asked:
                return asked.pop()
            return await asyncio.Future()

        async def send(message: Any) -> None:
            sent.append(message)

        self._loop.run(self.front(scope, receive, send))
        start = next(message for message in sent if message["type"] == "http.response.start")
        return Answered(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(message.get("body", b"") for message in sent),
        )


@contextmanager
def whole_front() -> Iterator[Whole]:
    """Its threads end with it, and with them their connections."""
    front, pool = build_front(None, Handler())
    try:
        # One loop for all requests, as a server has: connections to Redis belong to it.
        with asyncio.Runner() as loop:
            yield Whole(front, loop)
    finally:
        pool.stop(10.0)
        for thread in (front.health._thread, front._metrics._thread if front._metrics else None):
            if thread is not None:
                thread.submit(connections.close_all).result(10)
                thread.shutdown()
