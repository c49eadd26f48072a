"""Whoever kills a server of the rig is alone with it."""

from __future__ import annotations

import threading
import time

from faults.world.turns import Turns
from tests.patience import PATIENCE, until


def test_many_share_and_one_is_alone() -> None:
    turns, leave = Turns(), threading.Event()
    there: list[str] = []
    seen: list[list[str]] = []

    def share(name: str) -> None:
        with turns.take(alone=False):
            there.append(name)
            leave.wait(PATIENCE)
            there.remove(name)

    def be_alone(name: str) -> None:
        with turns.take(alone=True):
            there.append(name)
            time.sleep(0.05)
            seen.append(list(there))
            there.remove(name)

    threads = [threading.Thread(target=share, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    assert until(lambda: len(there) == 2)
    threads += [threading.Thread(target=be_alone, args=(name,)) for name in ("c", "d")]
    for thread in threads[2:]:
        thread.start()
    time.sleep(0.05)
    assert not seen
    leave.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(seen) == [["c"], ["d"]] and not there


def test_nobody_comes_in_while_one_waits_to_be_alone() -> None:
    turns, order = Turns(), []
    first = turns.take(alone=False)
    first.__enter__()

    def alone() -> None:
        with turns.take(alone=True):
            order.append("alone")

    def later() -> None:
        with turns.take(alone=False):
            order.append("later")

    waiting = threading.Thread(target=alone)
    waiting.start()
    while not turns._claimed:
        time.sleep(0.005)
    last = threading.Thread(target=later)
    last.start()
    time.sleep(0.05)
    assert order == []
    first.__exit__(None, None, None)
    waiting.join(PATIENCE)
    last.join(PATIENCE)
    assert order == ["alone", "later"]
