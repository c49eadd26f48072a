"""A server that holds pictures, and misbehaves as it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from tests.infra.pictures.test_reencoding import drawn

PICTURE = drawn("PNG")


@dataclass
class Elsewhere:
    """What it was asked (heads), and where it is."""

    port: int = 0
    asked: list[bytes] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head)
            path = head.split(b" ", 2)[1].decode()
            await getattr(self, path.strip("/").partition("/")[0].partition("?")[0])(writer, path)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def picture(self, writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + PICTURE)

    async def gone(self, writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    async def svg(self, writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<svg xmlns='http://www.w3.org/2000/svg'/>")

    async def aside(self, writer: asyncio.StreamWriter, path: str) -> None:
        target = path.partition("?to=")[2] or path
        writer.write(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nConnection: close\r\n\r\n".encode())

    async def promised(self, writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\nConnection: close\r\n\r\nx")

    async def endless(self, writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for _ in range(4_000):
            writer.write(b"x" * 65_536)
            await writer.drain()

    async def dripping(self, writer: asyncio.StreamWriter, _path: str) -> None:
        for octet in b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1_000:
            writer.write(bytes([octet]))
            await asyncio.sleep(0.02)


@asynccontextmanager
async def elsewhere_running() -> AsyncIterator[Elsewhere]:
    made = Elsewhere()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


@pytest.fixture
def everywhere() -> Callable[[object], bool]:
    """For tests alone: also this machine."""
    return lambda _address: True
