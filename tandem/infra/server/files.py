"""Downloads: Django decides who may have which file, the front sends it without taking a thread of the pool."""

from __future__ import annotations

import asyncio
import logging
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.http import HttpResponse

from tandem.infra.server.answers import problem
from tandem.infra.server.asgi_types import Headers, Send

logger = logging.getLogger(__name__)

FILE_HEADER = "X-Tandem-File"
_CHUNK = 256 * 1024
#: Seconds that a client may take for one chunk.
_PATIENCE = 60.0
#: Its own threads, so that a slow disk holds up no request.
_readers = ThreadPoolExecutor(2, thread_name_prefix="files")


def hand_over(response: HttpResponse, path: Path) -> HttpResponse:
    """Let the front send this file as the body of the response; status and headers are the response's own."""
    response.headers[FILE_HEADER] = quote(str(path))
    return response


async def send_file(send: Send, status: int, headers: Headers, path: Path, roots: list[Path], method: str) -> None:
    """Stream a file that lies below one of `roots`, with the given status and headers and its true length.

    A file that is missing or lies elsewhere is answered 404 and logged: the row that named it is wrong.
    """
    loop = asyncio.get_running_loop()
    opened = await loop.run_in_executor(_readers, _open, path, roots)
    if opened is None:
        logger.error("A response named a file that cannot be sent: %s", path)
        await problem(send, 404, "file.missing", "This file is no longer there.")
        return
    file, size = opened
    with file:
        kept = [(name, value) for name, value in headers if name != b"content-length"]
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*kept, (b"content-length", str(size).encode())],
            }
        )
        left = 0 if method == "HEAD" else size
        while left:
            chunk = await loop.run_in_executor(_readers, file.read, min(_CHUNK, left))
            if not chunk:
                raise OSError(f"{path} became shorter while it was sent")
            left -= len(chunk)
            await asyncio.wait_for(
                send({"type": "http.response.body", "body": chunk, "more_body": True}), timeout=_PATIENCE
            )
        await send({"type": "http.response.body", "body": b""})


def _open(path: Path, roots: list[Path]) -> tuple[IO[bytes], int] | None:
    resolved = path.resolve()
    if not any(resolved.is_relative_to(root.resolve()) for root in roots):
        return None
    try:
        file = resolved.open("rb")
    except OSError:
        return None
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        return None
    return file, status.st_size
