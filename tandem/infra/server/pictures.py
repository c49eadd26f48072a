"""`/mail-frame/elsewhere/…`: a picture from the Internet, for a reader of a mail who asked to see it.

On the loop, because somebody else's slow server may hold no thread that answers people. The frame that asks has no session; that we
signed the address is its proof.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from tandem.infra.metrics import PICTURES
from tandem.infra.pictures.addresses import LIFETIME, PREFIX, opened
from tandem.infra.pictures.apart import Apart
from tandem.infra.pictures.fetching import Fetcher, NoPicture
from tandem.infra.server.answers import Exchange, answer, problem
from tandem.infra.server.asgi_types import Headers, Scope

__all__ = ["PREFIX", "PicturesFromElsewhere"]

logger = logging.getLogger(__name__)

#: Pictures that are fetched at a time, and that may wait for that: each is held in memory while it is on its way.
AT_ONCE: Final = 8
WAITING: Final = 300

_HEADERS: Final[Headers] = [
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    # The frame is sandboxed and so of no origin; the default would hide the picture from it.
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"cache-control", f"private, max-age={LIFETIME}".encode()),
]


class PicturesFromElsewhere:
    """Fetches, has it decoded apart, and answers. A part of the process, since it keeps connections and a process of its own."""

    name = "pictures"

    def __init__(self, fetcher: Fetcher | None = None) -> None:
        self._fetcher = fetcher
        self._apart = Apart()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._asked = 0

    async def __call__(self, scope: Scope, send: Exchange) -> None:
        """Answer 200 with the picture, 404 for an address that is not ours or too old, 502 when there is no picture to be had."""
        elsewhere = opened(scope["path"]) if scope["method"] == "GET" else None
        if elsewhere is None:
            await problem(send, 404, "not_found", "There is nothing here.")
        elif self._asked >= AT_ONCE + WAITING:
            await problem(send, 503, "busy", "Too many pictures at once.", [(b"retry-after", b"5")])
        else:
            await self._answer(send, elsewhere)

    async def start(self) -> None:
        """Nothing begins before somebody asks."""

    async def stop(self) -> None:
        """End connections and the process."""
        if self._fetcher is not None:
            await self._fetcher.close()
        await self._apart.close()

    async def _answer(self, send: Exchange, elsewhere: str) -> None:
        self._asked += 1
        try:
            async with self._room:
                kind, content = await self._picture(elsewhere)
        except NoPicture as reason:
            PICTURES.labels("none").inc()
            # No address: it may say who reads, and senders choose it.
            logger.info("a picture from elsewhere is not shown: %s", reason)
            await problem(send, 502, "picture.none", "This picture cannot be shown.")
            return
        finally:
            self._asked -= 1
        PICTURES.labels("shown").inc()
        await answer(send, 200, kind.encode(), content, _HEADERS)

    async def _picture(self, elsewhere: str) -> tuple[str, bytes]:
        if self._fetcher is None:
            self._fetcher = Fetcher()
        return await self._apart.reencode(await self._fetcher.fetch(elsewhere))
