"""How long it takes from what one colleague does to another's screen, against a bare echo on the same sockets."""

from __future__ import annotations

import asyncio
import json
import random
import time
from typing import Any

from bench.crowd.member import BEGUN, TYPING, VIEWING, Member, Seat

#: Seconds between two acts, so that they are not one burst: drawn anew each time.
_PAUSE = (0.005, 0.02)
_PATIENCE = 30.0
#: Seconds between two heartbeats, as the workspace has it.
_BEAT = 10.0


class Pair:
    """Two colleagues before one ticket: the first acts, the second sees it."""

    def __init__(self, acts: Seat, sees: Seat) -> None:
        self.acts = Member(acts, self._echoed)
        self.sees = Member(sees, self._saw)
        self._typing = False
        self._wanted: asyncio.Future[float] | None = None

    async def connect(self) -> None:
        """Both are there."""
        for member in (self.acts, self.sees):
            await member.connect()
            await member.sit_down()
        self._beating = asyncio.create_task(self._beat())

    async def end(self) -> None:
        """Both go."""
        self._beating.cancel()
        for member in (self.acts, self.sees):
            await member.leave()

    async def act(self) -> float:
        """One begins to type, or stops; milliseconds until the other's socket says so."""
        self._typing = not self._typing
        self._wanted = asyncio.get_running_loop().create_future()
        before = time.perf_counter()
        await self.acts.here(TYPING if self._typing else BEGUN)
        return (await asyncio.wait_for(self._wanted, _PATIENCE) - before) * 1000

    async def echo(self) -> float:
        """One is answered by the loop; milliseconds."""
        self._wanted = asyncio.get_running_loop().create_future()
        before = time.perf_counter()
        await self.acts.say({"type": "ping"})
        return (await asyncio.wait_for(self._wanted, _PATIENCE) - before) * 1000

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT)
            await self.acts.here(TYPING if self._typing else BEGUN)
            await self.sees.here(VIEWING)

    def _echoed(self, text: str) -> None:
        if text.startswith('{"type":"pong"'):
            self._done()

    def _saw(self, text: str) -> None:
        now = time.perf_counter()
        if text.startswith('{"type":"presence"'):
            people: list[dict[str, Any]] = json.loads(text)["people"]
            # Only one of a room ever has a reply open.
            if any(one["reply_since"] and (one["writing"] == "reply") == self._typing for one in people):
                self._done(now)

    def _done(self, at: float = 0.0) -> None:
        if self._wanted is not None and not self._wanted.done():
            self._wanted.set_result(at or time.perf_counter())


async def delays(pairs: list[Pair], samples: int) -> tuple[list[float], list[float]]:
    """Sorted milliseconds of acts and of echoes, in turns, so that a busy machine burdens both."""
    dice = random.Random(7)
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(samples):
        pair = pairs[number % len(pairs)]
        taken[0].append(await pair.act())
        taken[1].append(await pair.echo())
        await asyncio.sleep(dice.uniform(*_PAUSE))
    return sorted(taken[0]), sorted(taken[1])
