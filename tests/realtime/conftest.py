"""The hub behind a real front on a real socket; clients are the `websockets` library and bare sockets."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from websockets.sync.client import ClientConnection, connect

from tandem.infra import bus as bus_module
from tandem.infra.rooms import Leaving, Speaker
from tandem.infra.server.django_door import DjangoDoor
from tandem.infra.server.front import Front
from tandem.infra.server.health import Health
from tandem.infra.server.http_part import HttpPart
from tandem.infra.server.pool import Pool
from tandem.infra.server.proxies import TrustedProxies
from tandem.infra.server.static import Assets
from tandem.realtime import tickets, watchman
from tandem.realtime.endpoint import Realtime
from tests.patience import PATIENCE, until


class Rights:
    """What the functions behind the settings answer; a test changes it."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """As at the start."""
        self.rooms: dict[int, set[str]] = {1: {"ticket:1", "ticket:2"}, 2: {"ticket:1"}}
        self.hidden_from: set[int] = set()
        self.ended: set[str] = set()
        self.left: list[tuple[str, tuple[str, ...]]] = []
        self.how: dict[str, list[Leaving]] = defaultdict(list)
        self.asked: list[str] = []
        self.before_answer: Callable[[], None] = lambda: None


RIGHTS = Rights()


def may_enter(person_id: int, rooms: Sequence[str]) -> set[str]:
    RIGHTS.asked.extend(rooms)
    allowed = RIGHTS.rooms.get(person_id, set()).intersection(rooms)
    RIGHTS.before_answer()
    return allowed


def anybody(person_id: int, rooms: Sequence[str]) -> set[str]:
    return set(rooms)


def greeted(room: str) -> Mapping[str, Any] | None:
    return {"type": "welcome", "room": room} if room == "list:greeted" else None


def quickly(speaker: Speaker, rooms: Set[str], message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return {"type": "quick", "person": speaker.person_id, "rooms": sorted(rooms), "loop": _on_loop()}


def _on_loop() -> bool:
    try:
        return asyncio.get_running_loop().is_running()
    except RuntimeError:
        return False


def audience(people: frozenset[int], room: str, message: Mapping[str, Any]) -> set[int]:
    return {person for person in people if person not in RIGHTS.hidden_from or message.get("open")}


def typing(speaker: Speaker, message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if message.get("fail"):
        raise RuntimeError("on purpose")
    return {"type": "typed", "person": speaker.person_id, "thread": threading.current_thread().name}


def left(speaker: Speaker, rooms: Sequence[str], how: Leaving) -> None:
    RIGHTS.left.append((speaker.session_key, tuple(rooms)))
    RIGHTS.how[speaker.session_key].append(how)


def sessions(speakers: Sequence[Speaker]) -> set[Speaker]:
    return {speaker for speaker in speakers if speaker.session_key not in RIGHTS.ended}


USUAL_PAUSE = watchman.SESSIONS_EVERY


class Desk:
    """The running front and how to reach it."""

    #: Seconds between two looks at the sessions outside of tests.
    usual_pause = USUAL_PAUSE

    def __init__(self, port: int, realtime: Realtime) -> None:
        self.port = port
        self.realtime = realtime

    @property
    def origin(self) -> str:
        """Of the pages that it serves itself."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self, person: int = 1, session: str = "s", **options: Any) -> ClientConnection:
        """An accepted socket, after its hello."""
        ticket = tickets.issue(account_id=person * 10, session_key=session, person_id=person)
        client = self.open(f"?ticket={ticket}", **options)
        assert receive(client)["type"] == "hello"
        return client

    def open(self, query: str, origin: str | None = "own", **options: Any) -> ClientConnection:
        """A handshake as given; raises InvalidStatus when refused."""
        given: Any = self.origin if origin == "own" else origin
        return connect(
            f"ws://127.0.0.1:{self.port}/ws{query}", origin=given, open_timeout=PATIENCE, legacy=True, **options
        )

    def watch(self, client: ClientConnection, *rooms: str) -> dict[str, Any]:
        """Ask for rooms and give the answer."""
        client.send(json.dumps({"type": "watch", "rooms": rooms}))
        return receive(client)

    def empty(self) -> bool:
        """Whether nobody is connected any more."""
        return until(lambda: not self.realtime.hub.connections)


def receive(client: ClientConnection) -> dict[str, Any]:
    """The next message."""
    message: dict[str, Any] = json.loads(client.recv(timeout=PATIENCE))
    return message


@pytest.fixture(scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    def wsgi(environ: Any, start_response: Any) -> Any:
        raise AssertionError("no HTTP here")

    names: dict[str, Any] = {
        "REALTIME_ROOMS": {"ticket": f"{__name__}.may_enter", "list": f"{__name__}.anybody"},
        "REALTIME_AUDIENCE": {"list": f"{__name__}.audience"},
        "REALTIME_HANDLERS": {"typing": f"{__name__}.typing"},
        "REALTIME_QUICK_HANDLERS": {"quick": f"{__name__}.quickly"},
        "REALTIME_ENTERED": {"list": f"{__name__}.greeted"},
        "REALTIME_LEFT": [f"{__name__}.left"],
        "REALTIME_SESSIONS": f"{__name__}.sessions",
    }
    with override_settings(**names, REDIS_URL="", ALLOWED_HOSTS=["127.0.0.1"]):
        bus_module._bus = None
        watchman.SESSIONS_EVERY = 0.3
        realtime = Realtime()
        pool = Pool("none", 1, 1)
        front = Front(
            door=DjangoDoor(wsgi, pool, lambda path: 1, []),
            health=Health([]),
            assets=[Assets("/agent/assets/", Path(tmp_path_factory.mktemp("assets")))],
            proxies=TrustedProxies([]),
            allowed_hosts=["127.0.0.1"],
            socket=realtime,
        )
        part = HttpPart(front, "127.0.0.1", 0, pool=pool)
        loop = asyncio.new_event_loop()
        started, stop = threading.Event(), asyncio.Event()

        async def body() -> None:
            await realtime.start()
            await part.start()
            started.set()
            await stop.wait()
            await part.stop()
            await realtime.stop()

        thread = threading.Thread(target=lambda: loop.run_until_complete(body()), daemon=True)
        thread.start()
        assert started.wait(PATIENCE)
        yield Desk(part.port, realtime)
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        bus_module._bus = None
        watchman.SESSIONS_EVERY = USUAL_PAUSE


@pytest.fixture
def rights() -> Rights:
    """What the functions behind the settings answer."""
    return RIGHTS


@pytest.fixture
def desk(_desk: Desk) -> Iterator[Desk]:
    """A front with nobody connected."""
    RIGHTS.reset()
    yield _desk
    RIGHTS.reset()
    for connection in _desk.realtime.hub.connections:
        connection.close(1001)
