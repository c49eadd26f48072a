"""Mails a second in a small house and in a large one: how placing a mail grows with the tickets that are there.

Each house has a process of its own, and they take turns. With `DATABASE_URL` the databases are named like it, with `_10000` and
`_200000` at the end, and have to be there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

from bench.measure import Ratio

SMALL: Final = 10_000
LARGE: Final = 200_000
ROUNDS: Final = 8
#: Mails of one turn.
EACH: Final = 15


class _House:
    """A process that has made its world, and places mails when it is told to."""

    def __init__(self, scale: int) -> None:
        environment = os.environ | {"SCALE": str(scale)}
        if url := os.environ.get("DATABASE_URL"):
            environment["DATABASE_URL"] = f"{url}_{scale}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.growth"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def place(self) -> float:
        """Seconds for so many mails."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return float(self._read())

    def end(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def _read(self) -> str:
        """What the process says next; the words of making the world are shown as they come."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("="):
                return line[1:].strip()
            print(line, end="", flush=True)
        raise SystemExit("The house that was measured has ended.")


def measure() -> list[Ratio]:
    """Both houses in turns; what each needs altogether."""
    small, large = _House(SMALL), _House(LARGE)
    few = many = 0.0
    for _ in range(ROUNDS):
        few += small.place()
        many += large.place()
    small.end()
    large.end()
    mails = ROUNDS * EACH
    note = f"ours: {LARGE} tickets are there; bare: {SMALL}"
    return [Ratio("mails applied, growth", mails / many, mails / few, "a second", note, rate=True)]


def _serve() -> None:
    """The process of one house: a line for each turn, with the seconds it took."""
    from bench import environment

    environment.prepare()
    from bench import world

    world.make()
    from bench.lmtp import connected
    from bench.mails import mails, make_mailbox, seconds_of
    from bench.texts import Writer
    from tandem.infra.ids import new_id

    make_mailbox()
    writer = Writer(new_id())
    with connected() as session:
        seconds_of(session, mails(writer, 5))
        print("=ready", flush=True)
        for _line in sys.stdin:
            print(f"={seconds_of(session, mails(writer, EACH))}", flush=True)


if __name__ == "__main__":
    _serve()
