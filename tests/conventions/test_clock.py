"""There is one source of "now": what asks the system by itself cannot be tested at another time."""

from __future__ import annotations

import ast

from tests.conventions.sources import Source, sources

#: (object, attribute) whose call reads the system's clock as a date.
READINGS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("time", "time"),
    ("time", "time_ns"),
}
#: Who may, and why.
ALLOWED = {
    "tandem/infra/clock.py": "it is the clock",
    "tandem/infra/ids.py": "an id tells when it was made, also in a world at another time, so that it stays unique",
    "tandem/infra/storage.py": "compares with the times of files, which the system wrote",
    "tandem/realtime/neighbours.py": "compares with ids, which hold the system's time",
    "tandem/realtime/sessions.py": "compares with what Django's sessions wrote by their own clock",
    "tandem/cli/demo.py": "the demo world ends today",
}


def _readings(source: Source) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (ast.unparse(node.func.value).rpartition(".")[2], node.func.attr) in READINGS
    ]


def test_only_the_clock_reads_the_clock() -> None:
    found = {source.name: lines for source in sources("tandem") if (lines := _readings(source))}
    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set(), "an exception that nobody needs"
