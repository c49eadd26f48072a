"""Colleagues who see each other: how soon, for how many, and at what cost (`tandem serve` with real sockets).

Not among the parts that are measured unasked: it needs minutes, two cores for the server and for the crowd, and nobody else on
them. `CROWD=100,1000,5000` says how many are connected; with `DATABASE_URL` of a PostgreSQL and a `redis-server` two nodes too.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvloop
from django.db import connection

from bench.crowd.accounts import signed_in
from bench.crowd.delays import Pair, delays
from bench.crowd.member import BEGUN, TYPING, Member, Seat
from bench.crowd.serving import CrowdProcess, cpu_seconds, resident_kb, serving
from bench.measure import Ratio
from tandem.tickets.models import Ticket
from tests.e2e.server import Server
from tests.faults.redis_server import REDIS, RedisServer

CROWD: Final = [int(part) for part in (os.environ.get("CROWD") or "100,1000,5000").split(",")]
#: Colleagues in one ticket.
_ROOM: Final = 5
#: Rooms in which two of the five are measured.
_PAIRS: Final = min(20, CROWD[0] // _ROOM)
_REAL: Final = CROWD[0] >= 100
_SAMPLES: Final = 600 if _REAL else 20
#: Seconds over which the server's CPU time is taken: one beat of everybody.
_WINDOW: Final = 10.0 if _REAL else 1.0
#: Acts that a room of many is told of, and echoes of each of them. A socket may say 200 words in ten seconds.
_ACTS: Final = 40 if _REAL else 3
#: Pages a second beside it.
_PAGES: Final = 20.0


@dataclass
class _Table:
    """The lines, as they are measured."""

    ratios: list[Ratio] = field(default_factory=list)

    def add(self, name: str, ours: float, bare: float, unit: str, note: str = "", rate: bool = False) -> None:
        """One line; shown at once too, since all of them take minutes."""
        print(f"{name}: {ours:.3f} against {bare:.3f} {unit}", flush=True)
        self.ratios.append(Ratio(name, ours, bare, unit, note, rate))

    def add_delays(self, name: str, taken: tuple[list[float], list[float]], note: str = "") -> None:
        """Two lines: the median, and what one of a hundred is over."""
        for words, part in (("p50", 0.5), ("p99", 0.99)):
            ours, bare = (times[min(len(times) - 1, int(len(times) * part))] for times in taken)
            self.add(f"{name}, {words}", ours, bare, "ms", note)


def measure() -> list[Ratio]:
    """One node with a growing crowd; then two, where there can be two."""
    table = _Table()
    tickets = [str(one) for one in Ticket.objects.order_by("-id").values_list("id", flat=True)[: CROWD[-1] // 3 + 3]]
    numbers = list(Ticket.objects.order_by("-id").values_list("number", flat=True)[:50])
    with signed_in(CROWD[-1] + 1) as sessions, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_one_node(table, sessions, tickets, numbers))
        if connection.vendor == "postgresql" and REDIS is not None:
            runner.run(_two_nodes(table, sessions, tickets))
    return table.ratios


async def _one_node(table: _Table, sessions: list[str], tickets: list[str], numbers: list[int]) -> None:
    with serving() as server, _crowd() as crowd:
        # Until what is done once at a start is over.
        await asyncio.sleep(_WINDOW / 4)
        at_rest = await _cpu(server)
        seats = _seats([server.http], sessions, tickets)
        pairs = await _pairs(seats)
        costs: list[_Cost] = []
        there = 2 * _PAIRS
        for count in CROWD:
            new = seats[there:count]
            costs.append(await _connect(server, crowd, count, new))
            there = count
            await _beats(table, server, crowd, costs[-1], at_rest)
            table.add_delays(f"act to colleague, {count:,}", await delays(pairs, _SAMPLES), "bare: echo of the loop")
            await asyncio.to_thread(
                crowd.do, "ask", port=server.http, session=sessions[-1], paths=_paths(numbers), rate=_PAGES
            )
            table.add_delays(
                f"act to colleague, {count:,}, HTTP", await delays(pairs, _SAMPLES), f"with {_PAGES:.0f} pages a second"
            )
            await asyncio.to_thread(crowd.do, "ask", port=0, session="", paths=[], rate=0)
            if count == CROWD[min(1, len(CROWD) - 1)]:
                await _fan_out(table, server, crowd, Seat(server.http, sessions[-1], tickets[-1]), count - 2 * _PAIRS)
        _growth(table, costs)
        for pair in pairs:
            await pair.end()


@dataclass
class _Cost:
    """What a crowd of so many costs: KB of memory and ms of CPU for each of the last who came, connected and then in rooms; CPU
    seconds a second of all their beats."""

    count: int
    connected_kb: float
    seated_kb: float
    connected_ms: float
    seated_ms: float
    beat_cpu: float = 0.0


def _growth(table: _Table, costs: list[_Cost]) -> None:
    first, last = costs[0], costs[-1]
    name = f"{last.count:,} against {first.count:,}"
    table.add(f"CPU of one agent, {name}", last.beat_cpu / last.count * 1e6, first.beat_cpu / first.count * 1e6, "µs/s")
    second = costs[min(1, len(costs) - 1)]
    name = f"{last.count:,} against {second.count:,}"
    table.add(
        f"memory of one agent, {name}", last.seated_kb, second.seated_kb, "KB", "each time of those who came last"
    )


async def _connect(server: Server, crowd: CrowdProcess, count: int, seats: list[Seat]) -> _Cost:
    """So many are there when these have come: first connected, then in rooms."""
    # Those who are there go on: thousands take minutes to come, and who is silent for so long is sent away.
    await asyncio.to_thread(crowd.do, "beat", kind="here")
    states = [(resident_kb(server), cpu_seconds(server))]
    for order in ({"do": "grow", "seats": seats}, {"do": "sit", "last": len(seats), "rooms": []}):
        await asyncio.to_thread(crowd.give, order)
        states.append((resident_kb(server), cpu_seconds(server)))
    (kb, cpu), *after = states
    each = [(max(1.0, kb_then - kb) / len(seats), (cpu_then - cpu) * 1000 / len(seats)) for kb_then, cpu_then in after]
    return _Cost(count, each[0][0], each[1][0], each[0][1], each[1][1])


async def _beats(table: _Table, server: Server, crowd: CrowdProcess, cost: _Cost, at_rest: float) -> None:
    used = {}
    for kind in ("here", "ping"):
        await asyncio.to_thread(crowd.do, "beat", kind=kind)
        used[kind] = await _cpu(server)
    await asyncio.to_thread(crowd.do, "beat", kind="here")
    cost.beat_cpu = max(1e-6, used["here"] - at_rest)
    of_one = f"{cost.count:,}"
    note = f"CPU seconds a second, {at_rest:.3f} at rest; bare: as many pings"
    table.add(f"heartbeats of {of_one} agents", used["here"], used["ping"], "s/s", note)
    table.add(f"memory of one of {of_one} agents", cost.seated_kb, cost.connected_kb, "KB", "bare: in no room")
    table.add(
        f"coming, one of {of_one}", cost.seated_ms, cost.connected_ms, "ms CPU", "bare: ticket, handshake, no room"
    )


async def _fan_out(table: _Table, server: Server, crowd: CrowdProcess, seat: Seat, many: int) -> None:
    """A row of the list that everybody has on screen: one act is told to all."""
    await asyncio.to_thread(crowd.do, "sit", last=many, rooms=[f"row:{seat.ticket}"])
    await asyncio.to_thread(crowd.do, "beat", kind=None)
    one = Member(seat, lambda _text: None)
    await one.connect()
    await one.sit_down()
    await one.here(BEGUN)
    await asyncio.sleep(1)
    await asyncio.to_thread(crowd.do, "heard", more_than=0)
    before = cpu_seconds(server)
    for act in range(_ACTS):
        await one.here(BEGUN if act % 2 else TYPING)
        await asyncio.to_thread(crowd.do, "heard", more_than=many * (act + 1))
    told = (cpu_seconds(server) - before) / (_ACTS * many)
    before = cpu_seconds(server)
    await asyncio.to_thread(crowd.do, "echo", rounds=_ACTS)
    echoed = (cpu_seconds(server) - before) / (_ACTS * many)
    note = f"a second of the server's CPU; a row before {many:,}; bare: echoes"
    table.add("messages of a fan-out", 1 / told, 1 / echoed, "/s", note, rate=True)
    await one.leave()
    await asyncio.to_thread(crowd.do, "sit", last=many, rooms=[])
    await asyncio.to_thread(crowd.do, "beat", kind="here")


async def _two_nodes(table: _Table, sessions: list[str], tickets: list[str]) -> None:
    """The one who acts is on another node than the one who sees it; the others sit on either."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        redis = RedisServer(Path(folder))
        redis.start()
        stack.callback(redis.kill)
        # Links in mails need one address; who is asked decides whose pages may open sockets.
        one, two = (stack.enter_context(serving(REDIS_URL=redis.url)) for _ in range(2))
        crowd = stack.enter_context(_crowd())
        seats = _seats([one.http, two.http], sessions, tickets)
        pairs = await _pairs(seats)
        await asyncio.to_thread(crowd.do, "beat", kind="here")
        there = 2 * _PAIRS
        for count in CROWD[:2]:
            await asyncio.to_thread(crowd.do, "grow", seats=seats[there:count])
            await asyncio.to_thread(crowd.do, "sit", last=count - there, rooms=[])
            there = count
            await asyncio.sleep(2)
            taken = await delays(pairs, _SAMPLES)
            table.add_delays(f"act to another node, {count:,}", taken, "over Redis; bare: echo of one node")
        for pair in pairs:
            await pair.end()


async def _pairs(seats: list[Seat]) -> list[Pair]:
    pairs = [Pair(*seats[2 * number : 2 * number + 2]) for number in range(_PAIRS)]
    for pair in pairs:
        await pair.connect()
    return pairs


def _seats(ports: list[int], sessions: list[str], tickets: list[str]) -> list[Seat]:
    """Who sits where: the measured pairs first, then three more before each of their tickets, then rooms of five."""
    seats = []
    for number, session in enumerate(sessions[:-1]):
        further = number - 2 * _PAIRS
        if further < 0:
            room = number // 2
        elif further < (_ROOM - 2) * _PAIRS:
            room = further // (_ROOM - 2)
        else:
            room = _PAIRS + (further - (_ROOM - 2) * _PAIRS) // _ROOM
        seats.append(Seat(ports[number % len(ports)], session, tickets[room]))
    return seats


def _paths(numbers: list[int]) -> list[str]:
    listed = "/api/v1/tickets?view=open&limit=50"
    paths = []
    for number in numbers:
        page = f"/api/v1/tickets/{number}"
        paths += [listed, page, f"{page}/messages", f"{page}/events"]
    return paths


async def _cpu(server: Server) -> float:
    """CPU seconds a second."""
    before, began = cpu_seconds(server), time.monotonic()
    await asyncio.sleep(_WINDOW)
    return (cpu_seconds(server) - before) / (time.monotonic() - began)


@contextmanager
def _crowd() -> Iterator[CrowdProcess]:
    crowd = CrowdProcess()
    try:
        yield crowd
    finally:
        crowd.end()
