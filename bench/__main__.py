"""`python -m bench [part …]`: make the world once, measure the parts or all of them, print one table of ratios."""

from __future__ import annotations

import importlib
import platform
import sys

from bench import environment
from bench.measure import Ratio, table

#: Measured when nobody names another: the rest needs more than a database.
PARTS = {
    "reads": "bench.reads",
    "views": "bench.views",
    "writes": "bench.writes",
    "rules": "bench.rules",
    "search": "bench.searching",
    "mails": "bench.mails",
    "parse": "bench.parsing",
    "memory": "bench.memory",
}
#: Measured only by name: one needs a browser, the others minutes or a machine of their own.
FURTHER = {
    "keys": "bench.keys",
    "collisions": "bench.collisions",
    "flood": "bench.flood",
    "growth": "bench.growth",
}
#: They make the worlds that they need.
OWN_WORLDS = {"growth"}


def main(wanted: list[str]) -> None:
    """Measure the named parts, or all of them."""
    known = PARTS | FURTHER
    if unknown := set(wanted) - set(known):
        raise SystemExit(f"There is no part {sorted(unknown)}; there are {', '.join(known)}.")
    if set(wanted) - OWN_WORLDS or not wanted:
        environment.prepare()
        from bench import world

        world.make()
        from django.db import connection

        print(f"{environment.SCALE} tickets, {connection.vendor}, Python {platform.python_version()}")
    ratios: list[Ratio] = []
    for name in wanted or PARTS:
        ratios += importlib.import_module(known[name]).measure()
    print(table(ratios))


if __name__ == "__main__":
    main(sys.argv[1:])
