from __future__ import annotations

import asyncio
import threading

import pytest

from tandem.infra.server import parts
from tandem.infra.server.parts import ThreadPart, run_parts


class Note:
    def __init__(self, name: str, notes: list[str], *, hang: bool = False, fail: bool = False) -> None:
        self.name, self.notes, self.hang, self.fail = name, notes, hang, fail

    async def start(self) -> None:
        self.notes.append(f"+{self.name}")

    async def stop(self) -> None:
        if self.hang:
            await asyncio.sleep(60)
        if self.fail:
            raise RuntimeError("on purpose")
        self.notes.append(f"-{self.name}")


def run(*all_parts: parts.Part) -> None:
    async def body() -> None:
        ended = asyncio.Event()
        await run_parts(all_parts, ended, ended.set)

    asyncio.run(body())


def test_parts_start_in_order_and_stop_in_reverse() -> None:
    notes: list[str] = []
    run(Note("a", notes), Note("b", notes), Note("c", notes))
    assert notes == ["+a", "+b", "+c", "-c", "-b", "-a"]


def test_a_part_that_does_not_stop_or_fails_keeps_no_other_from_stopping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "STOP_WITHIN", 0.2)
    notes: list[str] = []
    run(Note("a", notes), Note("b", notes, fail=True), Note("c", notes, hang=True))
    assert notes == ["+a", "+b", "+c", "-a"]


def test_a_thread_part_runs_until_it_is_asked_to_stop() -> None:
    turns: list[str] = []

    def work(stop: threading.Event) -> None:
        turns.append(threading.current_thread().name)
        stop.wait(10)
        turns.append("left")

    run(ThreadPart("outbox", work))
    assert turns == ["outbox", "left"]


def test_a_thread_part_that_fails_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []
    again = threading.Event()

    def work(stop: threading.Event) -> None:
        turns.append(1)
        if len(turns) == 1:
            raise RuntimeError("on purpose")
        again.set()
        stop.wait(10)

    async def body() -> None:
        part = ThreadPart("timers", work)
        await part.start()
        assert await asyncio.to_thread(again.wait, 5)
        await part.stop()

    asyncio.run(body())
    assert len(turns) == 2
