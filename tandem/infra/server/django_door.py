"""HTTP for Django: the request waits on the loop until its body is complete, then one thread answers it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tandem.infra.request_id import REQUEST_ID
from tandem.infra.server.answers import Exchange, problem
from tandem.infra.server.asgi_types import ClientGone, Headers, Message, Receive, Scope, Send, values
from tandem.infra.server.body import TooLarge, TooSlow, declared_length, discard, read_body
from tandem.infra.server.environ import ACTOR, ROUTE, environ
from tandem.infra.server.files import FILE_HEADER, send_file
from tandem.infra.server.pool import Job, Pool, PoolFull
from tandem.infra.server.proxies import Client
from tandem.infra.words import Words

logger = logging.getLogger(__name__)

#: `WSGIHandler()`: called with environ and start_response, gives Django's own response object.
Handler = Callable[[dict[str, Any], Callable[..., Any]], Any]

#: Seconds without a byte of the body, and without a byte taken by a client who reads a streamed answer.
PATIENCE = 30.0
#: Seconds that a client may go on sending a body that was refused.
_FAREWELL = 5.0
_FILE_HEADER = FILE_HEADER.lower().encode()
#: Seconds before an answer is worth a look at its client: a task for each request costs more than most views.
_UNWATCHED = 0.05
RETRY_AFTER: Headers = [(b"retry-after", b"2")]
_size = lazy(filesizeformat, str)
_BUSY = _("Too many requests are waiting. Try again soon.")


class Stalled(Exception):
    """The client of a streamed answer stopped reading."""


@dataclass
class Answer:
    """What the thread made: a complete body, or None when it has streamed it itself."""

    status: int
    headers: Headers
    body: bytes | None
    file: Path | None = None
    route: str = ""
    actor: str | None = None


class DjangoDoor:
    """Carries requests to `handler` in `pool`; bodies above `limit` bytes are refused with 413."""

    def __init__(self, handler: Handler, pool: Pool, limit: Callable[[str], int], file_roots: list[Path]) -> None:
        self._handler = handler
        self._pool = pool
        self._limit = limit
        self._file_roots = file_roots

    async def __call__(self, scope: Scope, receive: Receive, send: Exchange, client: Client) -> None:
        """Answer one request. Raises ClientGone when nobody waits for the answer any more."""
        if self._pool.full:
            await self.refuse(scope, receive, send, 503, "server.busy", _BUSY, RETRY_AFTER)
            return
        limit = self._limit(scope["path"])
        try:
            body, length = await read_body(receive, scope["headers"], limit, PATIENCE)
        except TooLarge:
            sentence = format_lazy(_("This is larger than the {limit} that are allowed here."), limit=_size(limit))
            await self.refuse(scope, receive, send, 413, "body.too_large", sentence)
            return
        except TooSlow:
            await problem(
                send, 408, "body.too_slow", _("What was sent did not arrive in time."), [(b"connection", b"close")]
            )
            return
        with body:
            await self._answer(scope, receive, send, client, body, length)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Exchange, client: Client, body: IO[bytes], length: int
    ) -> None:
        bridge = _Bridge(asyncio.get_running_loop(), send, head=scope["method"] == "HEAD")
        environment = environ(scope, client, body, length)
        request_id = REQUEST_ID.get()
        try:
            job = self._pool.submit(lambda: _run(self._handler, environment, bridge, request_id))
        except PoolFull:
            await problem(send, 503, "server.busy", _BUSY, RETRY_AFTER)
            return
        with _Watch(job, bridge, receive):
            try:
                result = await job.future
            except asyncio.CancelledError:
                if bridge.gone.is_set():
                    raise ClientGone from None
                raise
        send.route, send.actor = result.route, result.actor
        await self._send(result, send, scope["method"])

    async def _send(self, result: Answer, send: Send, method: str) -> None:
        if result.file is not None:
            await send_file(send, result.status, result.headers, result.file, self._file_roots, method)
        elif result.body is not None:
            await send({"type": "http.response.start", "status": result.status, "headers": result.headers})
            await send({"type": "http.response.body", "body": result.body})

    async def refuse(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        status: int,
        code: str,
        detail: Words,
        extra: Headers | None = None,
    ) -> None:
        """Answer with a problem while the body may still be coming: read on for a moment, then close."""
        if not declared_length(scope["headers"]) and not values(scope["headers"], b"transfer-encoding"):
            await problem(send, status, code, detail, extra)
            return
        extra = [(b"connection", b"close"), *(extra or [])]

        async def keep_open(message: Message) -> None:
            await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

        await problem(keep_open, status, code, detail, extra)
        await discard(receive, _FAREWELL)
        await send({"type": "http.response.body", "body": b""})


class _Watch:
    """Looks whether the client is still there, once an answer takes longer than most do.

    A view that has begun runs to its end; one still in the queue is withdrawn, and a stream stops at its next piece.
    """

    def __init__(self, job: Job[Answer], bridge: _Bridge, receive: Receive) -> None:
        self._job = job
        self._bridge = bridge
        self._receive = receive
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_UNWATCHED, self._begin)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_details: object) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._bridge.gone.set()
        self._job.withdraw()


class _Bridge:
    """Lets a pool thread send pieces of a streamed answer and wait until the client has taken them."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send, head: bool) -> None:
        self.gone = threading.Event()
        self.head = head
        self._loop = loop
        self._send = send

    def send(self, message: Message) -> None:
        """Send one message from the thread. Raises ClientGone, Stalled."""
        if self.gone.is_set():
            raise ClientGone
        sending = asyncio.run_coroutine_threadsafe(_complete(self._send, message), self._loop)
        try:
            sending.result(PATIENCE)
        except TimeoutError:
            sending.cancel()
            raise Stalled from None


async def _complete(send: Send, message: Message) -> None:
    await send(message)


def _run(handler: Handler, environment: dict[str, Any], bridge: _Bridge, request_id: str) -> Answer:
    """In the thread: call Django and read its answer to the end."""
    # Gone with the empty context that every job runs in.
    REQUEST_ID.set(request_id)
    answer = _call(handler, environment, bridge)
    answer.route, answer.actor = environment.get(ROUTE, ""), environment.get(ACTOR)
    return answer


def _call(handler: Handler, environment: dict[str, Any], bridge: _Bridge) -> Answer:
    started: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        started.append((int(status[:3]), [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]))

    response = handler(environment, start_response)
    try:
        status, headers = started[-1]
        if (file := dict(headers).get(_FILE_HEADER)) is not None:
            kept = [(name, value) for name, value in headers if name != _FILE_HEADER]
            return Answer(status, kept, None, Path(unquote(file.decode("latin-1"))))
        if getattr(response, "streaming", False) and not bridge.head:
            _stream(status, headers, iter(response), bridge)
            return Answer(status, headers, None)
        if getattr(response, "streaming", False):
            return Answer(status, headers, b"")
        body = b"".join(response)
        return Answer(status, _measured(headers, body, status), b"" if bridge.head else body)
    finally:
        # Fires request_finished, which looks after this thread's database connections.
        response.close()


def _measured(headers: Headers, body: bytes, status: int) -> Headers:
    """With the length that the body has, or would have for GET (RFC 9110, 9.3.2)."""
    if status in {204, 304} or any(name == b"content-length" for name, _ in headers):
        return headers
    return [*headers, (b"content-length", str(len(body)).encode())]


def _stream(status: int, headers: Headers, chunks: Iterator[bytes], bridge: _Bridge) -> None:
    try:
        bridge.send({"type": "http.response.start", "status": status, "headers": headers})
        for chunk in chunks:
            bridge.send({"type": "http.response.body", "body": chunk, "more_body": True})
        bridge.send({"type": "http.response.body", "body": b""})
    except ClientGone:
        logger.info("The client left a streamed answer.")
