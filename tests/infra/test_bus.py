"""The bus in one process, and between processes over a small Redis of our own, which can be taken away."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest

from tandem.infra import bus_redis
from tandem.infra.bus_local import LocalBus, encoded
from tandem.infra.bus_redis import RedisBus


class Ear:
    """Remembers what it hears."""

    def __init__(self) -> None:
        self.words: list[tuple[str, bytes]] = []
        self.gaps = 0
        self.alone = 0

    def heard(self, channel: str, payload: bytes) -> None:
        self.words.append((channel, payload))

    def gap(self) -> None:
        self.gaps += 1

    def left_alone(self) -> None:
        self.alone += 1


async def until(true: Callable[[], Any], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


class SmallRedis:
    """PING, SUBSCRIBE and PUBLISH of Redis (RESP), enough for the bus; `cut` drops everybody."""

    def __init__(self) -> None:
        self.port = 0
        self.refuse = False
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.StreamWriter, bool] = {}

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0?protocol=2"

    @property
    def subscribers(self) -> int:
        return sum(self._clients.values())

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await self._server.wait_closed()

    def cut(self) -> None:
        for client in list(self._clients):
            client.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients[writer] = False
        try:
            while line := await reader.readline():
                command = []
                for _ in range(int(line[1:])):
                    size = int((await reader.readline())[1:])
                    command.append((await reader.readexactly(size + 2))[:-2])
                self._answer(writer, command)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            del self._clients[writer]
            writer.close()

    def _answer(self, writer: asyncio.StreamWriter, command: list[bytes]) -> None:
        name = command[0].upper()
        if name == b"SUBSCRIBE":
            self._clients[writer] = True
            writer.write(b"*3\r\n$9\r\nsubscribe\r\n" + _bulk(command[1]) + b":1\r\n")
        elif name == b"PUBLISH":
            for client, listens in self._clients.items():
                if listens:
                    client.write(b"*3\r\n$7\r\nmessage\r\n" + _bulk(command[1]) + _bulk(command[2]))
            writer.write(b":1\r\n")
        elif name == b"PING":
            writer.write(b"+PONG\r\n")
        else:
            writer.write(b"+OK\r\n")


def _bulk(data: bytes) -> bytes:
    return b"$%d\r\n%s\r\n" % (len(data), data)


@asynccontextmanager
async def nodes(url: str, count: int = 2) -> AsyncIterator[list[tuple[RedisBus, Ear]]]:
    """Several processes, as far as the bus can tell."""
    made = []
    for _ in range(count):
        bus, ear = RedisBus(url), Ear()
        bus.subscribe(ear.heard, ear.gap, ear.left_alone)
        await bus.start()
        made.append((bus, ear))
    try:
        yield made
    finally:
        for bus, _ in made:
            await bus.stop()


@asynccontextmanager
async def small_redis() -> AsyncIterator[SmallRedis]:
    server = SmallRedis()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def test_words_of_any_thread_are_heard_on_the_loop_in_order() -> None:
    async def body() -> None:
        bus, ear = LocalBus(), Ear()
        threads_of_ear: set[str] = set()

        def heard(channel: str, payload: bytes) -> None:
            threads_of_ear.add(threading.current_thread().name)
            ear.heard(channel, payload)

        bus.subscribe(heard)

        def speak(name: str) -> None:
            for number in range(200):
                bus.publish(name, {"n": number})

        speakers = [threading.Thread(target=speak, args=(name,)) for name in "ab"]
        for speaker in speakers:
            speaker.start()
        await until(lambda: len(ear.words) == 400)
        for name in "ab":
            assert [orjson.loads(p)["n"] for c, p in ear.words if c == name] == list(range(200))
        assert threads_of_ear == {threading.current_thread().name}

    asyncio.run(body())


def test_who_has_ended_hears_nothing_and_a_listener_that_fails_stops_nobody() -> None:
    async def body() -> None:
        bus, first, last = LocalBus(), Ear(), Ear()

        def failing(channel: str, payload: bytes) -> None:
            raise RuntimeError("on purpose")

        end = bus.subscribe(first.heard)
        bus.subscribe(failing)
        bus.subscribe(last.heard, last.gap)
        end()
        bus.publish("room", b"1")
        bus.publish("room", b"2")
        bus.tell_gap()
        await until(lambda: last.gaps)
        assert [payload for _, payload in last.words] == [b"1", b"2"]
        assert first.words == []

    asyncio.run(body())


def test_publishing_to_nobody_and_to_an_ended_loop_is_harmless() -> None:
    bus = LocalBus()
    bus.publish("room", b"before anybody")

    async def body() -> None:
        bus.subscribe(Ear().heard)

    asyncio.run(body())
    for _ in range(3):
        bus.publish("room", b"after everybody")


def test_a_mapping_travels_as_json() -> None:
    assert encoded({"id": "1"}) == b'{"id":"1"}'
    assert encoded(b"as it is") == b"as it is"


async def _both_hear_each_other(url: str) -> None:
    async with nodes(url) as [(first, ear_of_first), (second, ear_of_second)]:
        await until(lambda: _reached(first, ear_of_second) and _reached(second, ear_of_first))
        for number in range(300):
            first.publish("ticket:1", {"n": number})
        second.publish("ticket:2", b"back \0 with a zero")
        for ear in (ear_of_first, ear_of_second):
            await until(lambda ear=ear: len(_about(ear, "ticket:1")) >= 300 and _about(ear, "ticket:2"))  # type: ignore[misc]
            assert [orjson.loads(payload)["n"] for payload in _about(ear, "ticket:1")] == list(range(300))
            assert _about(ear, "ticket:2") == [b"back \0 with a zero"]
            assert ear.gaps == 0


def _reached(bus: RedisBus, ear: Ear) -> bool:
    """Subscribing takes a moment: say something until it is heard by the other."""
    name = f"there? {id(bus)}"
    bus.publish(name, b"")
    return bool(_about(ear, name))


def _about(ear: Ear, channel: str) -> list[bytes]:
    return [payload for name, payload in ear.words if name == channel]


def test_nodes_hear_each_other_once_and_in_order() -> None:
    """Over the small Redis always, over the real one too where there is one."""

    async def body() -> None:
        async with small_redis() as server:
            await _both_hear_each_other(server.url)
        if url := os.environ.get("REDIS_URL"):
            await _both_hear_each_other(url)

    asyncio.run(body())


def test_who_has_started_hears_the_others() -> None:
    """Or the answers to its first question would be lost."""

    class Slow(SmallRedis):
        def _answer(self, writer: asyncio.StreamWriter, command: list[bytes]) -> None:
            asyncio.get_running_loop().call_later(0.2, super()._answer, writer, command)

    async def body() -> None:
        server = Slow()
        await server.start()
        async with nodes(server.url):
            assert server.subscribers == 2
        await server.stop()

    asyncio.run(body())


def test_a_lost_connection_is_a_gap_and_is_made_again() -> None:
    async def body() -> None:
        async with small_redis() as server, nodes(server.url) as [(first, ear_of_first), (_, ear_of_second)]:
            await until(lambda: server.subscribers == 2)
            server.cut()
            await until(lambda: ear_of_first.gaps and ear_of_second.gaps)
            assert (ear_of_first.alone, ear_of_second.alone) == (1, 1)
            await until(lambda: server.subscribers == 2)
            ear_of_second.words.clear()
            first.publish("ticket:1", b"again")
            await until(lambda: ("ticket:1", b"again") in ear_of_second.words)

    asyncio.run(body())


def test_without_redis_a_node_hears_itself_and_joins_the_others_later() -> None:
    async def body() -> None:
        server = SmallRedis()
        await server.start()
        await server.stop()
        async with nodes(server.url) as [(first, ear_of_first), (_, ear_of_second)]:
            first.publish("ticket:1", b"alone")
            await until(lambda: ear_of_first.words)
            assert ear_of_first.alone == 1, "they are told once, not at every attempt"
            await asyncio.sleep(0.3)
            await server.start()
            # What the second node did not get to hear comes as a gap.
            await until(lambda: ear_of_second.gaps)
            first.publish("ticket:1", b"together")
            await until(lambda: ("ticket:1", b"together") in ear_of_second.words)
            assert ("ticket:1", b"alone") not in ear_of_second.words
        await server.stop()

    asyncio.run(body())


def test_words_that_cannot_wait_any_longer_become_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_redis, "_WAITING", 10)

    async def body() -> None:
        server = SmallRedis()
        await server.start()
        await server.stop()
        async with nodes(server.url) as [(first, ear_of_first), (_, ear_of_second)]:
            for number in range(100):
                first.publish("ticket:1", b"%d" % number)
            await until(lambda: len(ear_of_first.words) == 100)
            await server.start()
            await until(lambda: ear_of_second.gaps)
        await server.stop()

    asyncio.run(body())


def test_a_connection_that_is_dead_without_an_error_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_redis, "_PATIENCE", 0.1)

    class Mute(SmallRedis):
        mute = False

        def _answer(self, writer: asyncio.StreamWriter, command: list[bytes]) -> None:
            if not self.mute:
                super()._answer(writer, command)

    async def body() -> None:
        server = Mute()
        await server.start()
        async with nodes(server.url, 1) as [(_, ear)]:
            await until(lambda: server.subscribers == 1)
            server.mute = True
            await asyncio.sleep(0.5)
            server.mute = False
            await until(lambda: ear.gaps)
        await server.stop()

    asyncio.run(body())


_COMMAND = """
import sys
from tandem.infra.bus_redis import RedisBus
RedisBus(sys.argv[1]).publish("ticket:1", b"last words")
"""


def test_a_command_that_ends_at_once_is_heard() -> None:
    async def body() -> None:
        async with small_redis() as server, nodes(server.url, 1) as [(_, ear)]:
            await until(lambda: server.subscribers == 1)
            command = await asyncio.create_subprocess_exec(sys.executable, "-c", _COMMAND, server.url)
            assert await command.wait() == 0
            await until(lambda: _about(ear, "ticket:1") == [b"last words"])

    asyncio.run(body())
