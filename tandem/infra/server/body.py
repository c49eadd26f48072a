"""Reading a request's body on the loop, before any thread is taken."""

from __future__ import annotations

import asyncio
import io
import tempfile
from typing import IO

from tandem.infra.server.asgi_types import ClientGone, Headers, Receive, values

#: Bodies up to this many bytes stay in memory; larger ones go to a temporary file that has no name.
IN_MEMORY = 256 * 1024


class TooLarge(Exception):
    """The body has more bytes than are allowed."""


class TooSlow(Exception):
    """No byte of the body came for a while."""


def declared_length(headers: Headers) -> int | None:
    """Content-Length in bytes, None when the body is chunked or absent; the parser has refused what is no number."""
    lengths = values(headers, b"content-length")
    return int(lengths[0]) if lengths else None


async def read_body(receive: Receive, headers: Headers, limit: int, patience: float) -> tuple[IO[bytes], int]:
    """The body as a file positioned at its start, and its length in bytes.

    Raises TooLarge beyond `limit` bytes (before reading, when the header admits it), TooSlow when nothing comes for
    `patience` seconds, ClientGone.
    """
    length = declared_length(headers)
    if length is not None and length > limit:
        raise TooLarge
    if not length and not values(headers, b"transfer-encoding"):
        return io.BytesIO(), 0
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the caller closes it
    size, more = 0, True
    try:
        while more:
            try:
                async with asyncio.timeout(patience):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            if message["type"] == "http.disconnect":
                raise ClientGone
            chunk: bytes = message.get("body", b"")
            size += len(chunk)
            if size > limit:
                raise TooLarge
            spool.write(chunk)
            more = message.get("more_body", False)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool, size


async def discard(receive: Receive, seconds: float) -> None:
    """Read and forget the rest of a body, so that the client gets to read our answer instead of a reset connection."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body"):
                    return
    except TimeoutError:
        return
