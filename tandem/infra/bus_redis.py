"""The bus between processes: one Redis channel, a publishing thread and a subscription on the loop.

Words for the own process go the short way at once, so that a node goes on when Redis is away. Whoever could not
publish says so as soon as it can again: all nodes then treat it as a gap.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from tandem.infra.bus_local import Alone, Gap, Heard, LocalBus, encoded

logger = logging.getLogger(__name__)

_CHANNEL = "tandem:bus"
_GAP = b"!gap"
_BEAT = b"!beat"
#: Waits of `_PATIENCE` without a word, not even an own one, after which the connection counts as dead.
_SILENT_TURNS = 2
#: Words that wait for Redis; beyond that they are dropped and become a gap.
_WAITING = 10_000
#: Words in one round trip.
_BATCH = 500
#: Seconds between attempts to reach Redis, growing to the second number.
_BACKOFF = (0.1, 3.0)
#: Seconds for connecting and for an answer.
_PATIENCE = 5.0
#: Seconds that a start waits for being heard by Redis; without it a node begins alone.
_BEGINNING = 2.0
_Word = tuple[bytes, bytes]


class RedisBus:
    """The bus of several processes. `start` begins to hear the others; publishing works without it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._node = secrets.token_hex(8).encode()
        self._local = LocalBus()
        self._out: queue.Queue[_Word | None] = queue.Queue(_WAITING)
        self._publisher: threading.Thread | None = None
        self._starting = threading.Lock()
        self._lost = False
        self._task: asyncio.Task[None] | None = None

    def publish(self, channel: str, payload: bytes | Mapping[str, Any]) -> None:
        """Tell the listeners here at once and those of the other processes through Redis."""
        data = encoded(payload)
        self._local.deliver(channel, data)
        self._ensure_publisher()
        try:
            self._out.put_nowait((channel.encode(), data))
        except queue.Full:
            self._lost = True

    def publish_here(self, channel: str, payload: bytes | Mapping[str, Any]) -> None:
        """Tell the listeners here only."""
        self._local.deliver(channel, encoded(payload))

    def subscribe(self, heard: Heard, gap: Gap = lambda: None, alone: Alone = lambda: None) -> Callable[[], None]:
        """Listen from now on, on the running event loop; returns what ends it."""
        return self._local.subscribe(heard, gap, alone)

    async def start(self) -> None:
        """Begin to hear the other processes: whoever asks them something afterwards hears the answers. Goes on trying while Redis
        is away."""
        if self._task is None or self._task.done():
            begun = asyncio.Event()
            self._task = asyncio.create_task(self._hear_others(begun), name="bus")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(begun.wait(), _BEGINNING)

    async def stop(self) -> None:
        """Hear no more, and send what waits."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        """Send what waits, for at most two seconds, and end the publisher."""
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            atexit.unregister(self._finish)
            with contextlib.suppress(queue.Full):
                self._out.put_nowait(None)
            publisher.join(2.0)

    def _ensure_publisher(self) -> None:
        if self._publisher is not None:
            return
        with self._starting:
            if self._publisher is None:
                self._publisher = threading.Thread(target=self._publish_all, name="bus", daemon=True)
                self._publisher.start()
                # A command ends right after its commit; what it has said has to leave first.
                atexit.register(self._finish)

    def _publish_all(self) -> None:
        client = redis.Redis.from_url(self._url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        pause = _BACKOFF[0]
        while (word := self._out.get()) is not None:
            batch, last = self._batch(word)
            try:
                self._send(client, batch)
                pause = _BACKOFF[0]
            except (RedisError, OSError) as error:
                logger.warning("The bus cannot reach Redis: %s", error)
                self._lost = True
                time.sleep(pause)
                pause = min(pause * 2, _BACKOFF[1])
                # Something has to go out when Redis is back, or the gap would wait for the next word.
                with contextlib.suppress(queue.Full):
                    self._out.put_nowait((_GAP, b""))
            if last:
                break
        client.close()

    def _batch(self, first: _Word) -> tuple[list[_Word], bool]:
        """The words that wait, at most `_BATCH`, and whether the end is among them."""
        batch = [first]
        with contextlib.suppress(queue.Empty):
            while len(batch) < _BATCH:
                word = self._out.get_nowait()
                if word is None:
                    return batch, True
                batch.append(word)
        return batch, False

    def _send(self, client: redis.Redis, batch: list[_Word]) -> None:
        lost, self._lost = self._lost, False
        words = [(_GAP, b"")] if lost else []
        words += [word for word in batch if word[0] != _GAP]
        pipeline = client.pipeline(transaction=False)
        for channel, payload in words:
            pipeline.publish(_CHANNEL, b"\0".join([self._node, channel, payload]))
        if words:
            pipeline.execute()

    async def _hear_others(self, begun: asyncio.Event) -> None:
        pause = _BACKOFF[0]
        missed = False
        while True:
            # Without retries: the client would subscribe again by itself and not tell what it missed in between.
            client = redis.asyncio.Redis.from_url(
                self._url,
                socket_timeout=_PATIENCE,
                socket_connect_timeout=_PATIENCE,
                socket_keepalive=True,
                retry=AsyncRetry(NoBackoff(), 0),
            )
            try:
                async with client, client.pubsub() as subscription:
                    await _subscribed(subscription)
                    if missed:
                        self._local.tell_gap()
                    missed, pause = False, _BACKOFF[0]
                    begun.set()
                    await self._hear(subscription)
            except (RedisError, OSError) as error:
                logger.warning("The bus has lost Redis: %s", error)
                if not missed:
                    self._local.tell_alone()
                missed = True
            await asyncio.sleep(pause)
            pause = min(pause * 2, _BACKOFF[1])

    async def _hear(self, subscription: redis.asyncio.client.PubSub) -> None:
        silent = 0
        while True:
            message = await subscription.get_message(ignore_subscribe_messages=True, timeout=_PATIENCE)
            if message is None:
                # A connection can be dead without an error: hear ourselves, or begin a new one.
                silent += 1
                if silent > _SILENT_TURNS:
                    raise OSError("Redis does not answer")
                self._beat()
                continue
            silent = 0
            if message["type"] == "message":
                self._pass_on(message["data"])

    def _beat(self) -> None:
        self._ensure_publisher()
        with contextlib.suppress(queue.Full):
            self._out.put_nowait((_BEAT, b""))

    def _pass_on(self, data: bytes) -> None:
        node, channel, payload = data.split(b"\0", 2)
        if node == self._node or channel == _BEAT:
            return
        if channel == _GAP:
            self._local.tell_gap()
        else:
            self._local.deliver(channel.decode(), payload)


async def _subscribed(subscription: redis.asyncio.client.PubSub) -> None:
    """Return when Redis has said so: what is published before that is heard by nobody here."""
    await subscription.subscribe(_CHANNEL)
    if await subscription.get_message(timeout=_PATIENCE) is None:
        raise OSError("Redis does not answer")
