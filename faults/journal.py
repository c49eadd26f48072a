"""What the clients did and what became of it: a line before each attempt and a line after it, each on disk before we go on."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

Outcome = Literal["ok", "fail", "unknown"]
#: An attempt whose end was never written down is one of which nothing is known.
UNKNOWN: Final = "unknown"


def now_ms() -> int:
    """The clock that the processes under test have as well."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Operation:
    """One attempt. `facts` is what was sent (kind by kind), `answer` what the other side said."""

    id: int
    kind: str
    token: str
    at: int
    facts: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome = "unknown"
    answer: str = ""
    ended_at: int = 0
    result: dict[str, Any] = field(default_factory=dict)


class Journal:
    """Lines of JSON in a file. Safe for any number of threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._last = 0

    def begin(self, kind: str, token: str, **facts: Any) -> int:
        """Write down that something is about to be sent; its number."""
        with self._lock:
            self._last += 1
            number = self._last
            self._write({"begin": number, "kind": kind, "token": token, "at": now_ms(), "facts": facts})
        return number

    def end(self, number: int, outcome: Outcome, answer: str = "", **result: Any) -> None:
        """Write down what became of it."""
        with self._lock:
            self._write({"end": number, "outcome": outcome, "answer": answer[:300], "at": now_ms(), "result": result})

    def note(self, what: str, **facts: Any) -> None:
        """Something that happened to the world: a process killed, a disk filled."""
        with self._lock:
            self._write({"note": what, "at": now_ms(), "facts": facts})

    def close(self) -> None:
        """No more lines."""
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that happened to the world."""

    what: str
    at: int
    facts: dict[str, Any]


def read_journal(path: Path) -> tuple[list[Operation], list[Note]]:
    """The attempts in the order in which they began, and the notes."""
    operations: dict[int, Operation] = {}
    notes: list[Note] = []
    for line in _lines(path):
        if "begin" in line:
            operations[line["begin"]] = Operation(line["begin"], line["kind"], line["token"], line["at"], line["facts"])
        elif "end" in line:
            ended = operations[line["end"]]
            ended.outcome, ended.answer = line["outcome"], line["answer"]
            ended.ended_at, ended.result = line["at"], line["result"]
        else:
            notes.append(Note(line["note"], line["at"], line["facts"]))
    return list(operations.values()), notes


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
