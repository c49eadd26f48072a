"""A front on a real socket, in a thread with its own event loop, before a tiny Django of its own."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import timezone, translation

from tandem.infra.server.django_door import DjangoDoor
from tandem.infra.server.files import hand_over
from tandem.infra.server.front import Front
from tandem.infra.server.health import Health
from tandem.infra.server.http_part import HttpPart
from tandem.infra.server.pool import Pool
from tandem.infra.server.proxies import TrustedProxies
from tandem.infra.server.static import Assets
from tests.patience import PATIENCE


@dataclass
class Answered:
    """Status, headers (lower case, last value) and body; `cookies` are all Set-Cookie lines."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str]


@dataclass
class Running:
    """A running front."""

    port: int
    gate: threading.Event
    calls: list[str]
    front: Front
    folder: Path
    pool: Pool
    closed: threading.Event = field(default_factory=threading.Event)

    def ask(self, method: str, target: str, body: Any = None, headers: dict[str, str] | None = None) -> Answered:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, target, body, headers or {})
            response = connection.getresponse()
            pairs = response.getheaders()
            return Answered(
                response.status,
                {name.lower(): value for name, value in pairs},
                response.read(),
                [value for name, value in pairs if name.lower() == "set-cookie"],
            )
        finally:
            connection.close()

    def raw(self, data: bytes, *, patience: float = 5) -> bytes:
        """Send bytes as they are and read until the server closes (or nothing comes for `patience` seconds)."""
        with self.connect() as client:
            client.settimeout(patience)
            client.sendall(data)
            received = b""
            try:
                while chunk := client.recv(65536):
                    received += chunk
            except TimeoutError:
                pass
            return received

    def connect(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


def _views(running: dict[str, Running]) -> types.ModuleType:
    def echo(request: HttpRequest) -> HttpResponse:
        meta = {key: value for key, value in request.META.items() if key.startswith(("HTTP_", "REMOTE", "CONTENT"))}
        return JsonResponse(
            {
                "method": request.method,
                "path": request.path,
                "query": request.GET.dict(),
                "meta": meta,
                "secure": request.is_secure(),
                "size": len(request.body),
                "thread": threading.current_thread().name,
            }
        )

    def slow(request: HttpRequest) -> HttpResponse:
        state = running["it"]
        state.calls.append(request.GET.get("name", ""))
        state.gate.wait(10)
        return HttpResponse("done")

    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("broken on purpose")

    def stream(request: HttpRequest) -> StreamingHttpResponse:
        state = running["it"]

        def pieces() -> Iterator[bytes]:
            try:
                for number in range(int(request.GET["pieces"])):
                    state.calls.append(f"piece {number}")
                    if number == int(request.GET.get("fail", -1)):
                        raise RuntimeError("broken in the middle on purpose")
                    yield b"x" * int(request.GET.get("size", 1000))
            finally:
                state.closed.set()

        return StreamingHttpResponse(pieces(), content_type="text/csv")

    def cookies(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("two", content_type="text/html")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        return response

    def own_policy(request: HttpRequest) -> HttpResponse:
        headers = {"Content-Security-Policy": "sandbox", "Cache-Control": "private, max-age=60"}
        return HttpResponse("mail", headers=headers)

    def download(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(content_type="application/pdf", headers={"Content-Disposition": "attachment"})
        return hand_over(response, running["it"].folder / request.GET["file"])

    def language(request: HttpRequest) -> HttpResponse:
        before = f"{translation.get_language()} {timezone.get_current_timezone_name()}"
        translation.activate("cs")
        timezone.activate("Europe/Prague")
        return HttpResponse(before)

    module = types.ModuleType("urls_of_the_test")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("echo", echo),
        path("slow", slow),
        path("broken", broken),
        path("stream", stream),
        path("cookies", cookies),
        path("own-policy", own_policy),
        path("download", download),
        path("language", language),
    ]
    return module


Serve = Callable[..., Any]


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Serve:
    """`with serve(threads=…, waiting=…, limit=…, proxies=[…], checks=[…]) as running`."""

    @contextmanager
    def run(
        threads: int = 2,
        waiting: int = 64,
        limit: int = 1_000_000,
        proxies: list[str] | None = None,
        checks: list[Any] | None = None,
    ) -> Iterator[Running]:
        folder = tmp_path_factory.mktemp("front")
        (folder / "assets").mkdir()
        running: dict[str, Running] = {}
        with override_settings(
            ROOT_URLCONF=_views(running), MIDDLEWARE=[], ALLOWED_HOSTS=["127.0.0.1", "desk.example"], DEBUG=False
        ):
            pool = Pool("pool", threads, waiting)
            front = Front(
                door=DjangoDoor(WSGIHandler(), pool, lambda path: limit, [folder / "files"]),
                health=Health(checks or [], timeout=0.3, keep=0.05),
                assets=[Assets("/agent/assets/", folder / "assets"), Assets("/agent/", folder, frozenset({"sw.js"}))],
                proxies=TrustedProxies(proxies or []),
                allowed_hosts=["127.0.0.1", "desk.example"],
            )
            part = HttpPart(front, "127.0.0.1", 0, pool=pool, on_stop=front.health.stop)
            ended = _in_thread(part)
            running["it"] = Running(part.port, threading.Event(), [], front, folder, pool)
            try:
                yield running["it"]
            finally:
                running["it"].gate.set()
                ended()

    return run


def _in_thread(part: HttpPart) -> Callable[[], None]:
    loop = asyncio.new_event_loop()
    started, stop = threading.Event(), asyncio.Event()

    async def body() -> None:
        await part.start()
        started.set()
        await stop.wait()
        await part.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(body()), name="loop", daemon=True)
    thread.start()
    assert started.wait(PATIENCE)

    def end() -> None:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    return end


@pytest.fixture(scope="module")
def server(serve: Serve) -> Iterator[Running]:
    """The usual front: two threads, bodies up to one million bytes."""
    with serve() as running:
        yield running
