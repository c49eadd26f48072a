"""`python -m bench.crowd.process`: holds the sockets of a crowd, and asks for pages beside them. One JSON line in is one order, one
line out says that it is carried out. A process of its own, so that what it costs is not measured."""

from __future__ import annotations

import asyncio
import http.client
import json
import sys
import threading
import time
from typing import Any

import uvloop

from bench.crowd.member import VIEWING, Member, Seat, cookies

#: Handshakes at a time, fewer than the server lets wait.
_AT_ONCE = 16
#: Seconds between two heartbeats of one tab, as the workspace has it.
_BEAT = 10.0
#: Portions into which a beat of everybody is cut, so that it comes evenly.
_SLICES = 200


class Crowd:
    """The members, and what they do of themselves."""

    def __init__(self) -> None:
        self._members: list[Member] = []
        self._heard = self._watching = 0
        self._beat: str | None = None
        self._pages: Pages | None = None

    async def grow(self, seats: list[list[Any]]) -> dict[str, Any]:
        """Connect further members, in no room yet."""
        new = [Member(Seat(*seat), self._count) for seat in seats]
        turns = asyncio.Semaphore(_AT_ONCE)

        async def connected(member: Member) -> None:
            async with turns:
                await member.connect()

        await asyncio.gather(*map(connected, new))
        self._members += new
        return {"members": len(self._members)}

    async def sit(self, last: int, rooms: list[str]) -> dict[str, Any]:
        """The last so many sit down before their tickets, and watch further rooms."""
        self._watching = 0
        for member in self._members[-last:]:
            await member.sit_down(*rooms)
        while self._watching < last:
            await asyncio.sleep(0.01)
        return {}

    async def beat(self, kind: str | None) -> dict[str, Any]:
        """From now on everybody says `here` or `ping` every ten seconds, or nothing."""
        self._beat = kind
        return {}

    async def echo(self, rounds: int) -> dict[str, Any]:
        """Everybody says `ping` so many times and hears each answer."""
        for _ in range(rounds):
            self._heard = 0
            for member in self._members:
                await member.say({"type": "ping"})
            while self._heard < len(self._members):
                await asyncio.sleep(0.002)
        return {}

    async def heard(self, more_than: int) -> dict[str, Any]:
        """Forget what was heard, with 0; else wait until so much was heard since."""
        if more_than == 0:
            self._heard = 0
        deadline = time.monotonic() + 60
        while self._heard < more_than:
            if time.monotonic() > deadline:
                raise SystemExit(f"Only {self._heard} of {more_than} messages came.")
            await asyncio.sleep(0.002)
        return {"heard": self._heard}

    async def ask(self, port: int, session: str, paths: list[str], rate: float) -> dict[str, Any]:
        """Ask for these pages so often a second, over and over; a rate of 0 ends it and tells how many there were."""
        done = 0
        if self._pages is not None:
            done = await asyncio.to_thread(self._pages.end)
            self._pages = None
        if rate:
            self._pages = Pages(port, session, paths, rate)
        return {"asked": done}

    async def live(self) -> None:
        """Beat, for ever."""
        while True:
            for part in range(_SLICES):
                started = time.monotonic()
                if self._beat is not None:
                    for member in self._members[part::_SLICES]:
                        await (member.here(VIEWING) if self._beat == "here" else member.say({"type": "ping"}))
                await asyncio.sleep(max(0.0, _BEAT / _SLICES - (time.monotonic() - started)))

    def _count(self, text: str) -> None:
        self._heard += 1
        self._watching += text.startswith('{"type":"watching"')


class Pages:
    """A browser that asks for one page after the other at a fixed rate."""

    def __init__(self, port: int, session: str, paths: list[str], rate: float) -> None:
        self._door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers, self._paths, self._pause = {"Cookie": cookies(session)}, paths, 1 / rate
        self._stop = threading.Event()
        self._done = 0
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """How many were answered."""
        self._stop.set()
        self._thread.join(60)
        return self._done

    def _ask(self) -> None:
        while not self._stop.wait(self._pause):
            self._door.request("GET", self._paths[self._done % len(self._paths)], headers=self._headers)
            answer = self._door.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{answer.status} {body[:300]!r}")
            self._done += 1


async def _serve() -> None:
    crowd = Crowd()
    living = asyncio.create_task(crowd.live())
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        answer = await getattr(crowd, order.pop("do"))(**order)
        print(json.dumps(answer), flush=True)
    living.cancel()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve())
