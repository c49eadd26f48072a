"""`python -m faults [--long] [--seed N] [--experiment X-13 …] [--database sqlite|postgresql] [--broken NAME …]`.

Without a choice: the builds that are broken on purpose, then every experiment on every database that is there, beginning with those
that are done on one only. Exits with 1 when an invariant did not hold, or when the checker overlooked a broken build.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from faults.broken.builds import BUILDS
from faults.experiments import EXPERIMENTS
from faults.performing import perform
from faults.report import HEAD, Result, complaints, invariants, line, measured
from faults.world.databases import postgres_server
from faults.world.world import Template, make_template

#: Minutes after which nothing new is begun. What is left out is said.
MINUTES: Final = 6.5
LONG_MINUTES: Final = 60.0
#: Experiments at a time, by the number of processors.
LEAST: Final = 2
MOST: Final = 4


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--seed", type=int, help="see a run again")
    parser.add_argument("--long", action="store_true", help="an hour instead of six minutes")
    parser.add_argument("--minutes", type=float, help="begin nothing new after so many")
    parser.add_argument(
        "--experiment",
        action="append",
        choices=sorted({*EXPERIMENTS, *(name.split()[0] for name in EXPERIMENTS)}),
        default=[],
        help="X-12 is all of X-12",
    )
    parser.add_argument("--broken", action="append", choices=list(BUILDS), default=[], help="a build broken on purpose")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--keep", action="store_true", help="leave journals, logs and databases where they are")
    return parser.parse_args(words)


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    """Where everything lies while it runs: readable, since PostgreSQL may be another user."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        if keep:
            print(f"kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _templates(folder: Path, wanted: str | None) -> Iterator[list[Template]]:
    """One for each database that is there and asked for."""
    made = []
    server = None
    try:
        if wanted != "sqlite":
            server = postgres_server(folder / "cluster")
            if server is not None:
                made.append(make_template(folder / "postgresql", server))
            elif wanted:
                raise SystemExit("There is no PostgreSQL here: install its server, or name one by DATABASE_URL.")
            else:
                print("There is no PostgreSQL here: only SQLite is tried.")
        if wanted != "postgresql":
            made.append(make_template(folder / "sqlite", None))
        yield made
    finally:
        if server is not None:
            server.stop()


class _Run:
    """One run: what is asked for, and what has come of it so far."""

    def __init__(self, asked: argparse.Namespace, folder: Path, seed: int) -> None:
        self.results: list[Result] = []
        self._asked, self._folder, self._seed = asked, folder, seed
        minutes = asked.minutes or (LONG_MINUTES if asked.long else MINUTES)
        self._until = time.monotonic() + 60 * minutes
        self._everything = not asked.experiment and not asked.broken
        self._lock = threading.Lock()

    def side_by_side(self, templates: list[Template]) -> None:
        """Several at a time, each in a world of its own: most of the time of an experiment is waiting."""
        with ThreadPoolExecutor(min(MOST, max(LEAST, os.cpu_count() or 1))) as threads:
            try:
                for done in [threads.submit(self._do, *job) for job in self._jobs(templates)]:
                    done.result()
            except BaseException:
                # Asked to end: what is under way is brought to its end, so that no process is left behind.
                self._until = 0
                raise

    def _jobs(self, templates: list[Template]) -> Iterator[tuple[str, Template, bool]]:
        """(name, what its world is copied from, whether it is a broken build), which is broken on any database: one is enough."""
        for name in self._asked.broken or (BUILDS if self._everything else ()):
            yield name, templates[-1], True
        everything = sorted(EXPERIMENTS, key=lambda name: len(EXPERIMENTS[name].short_on))
        for name in everything:
            if not self._everything and not {name, name.split()[0]} & set(self._asked.experiment):
                continue
            for template in templates:
                if template.vendor in EXPERIMENTS[name].short_on or not self._everything or self._asked.long:
                    yield name, template, False

    def _do(self, name: str, template: Template, broken: bool) -> None:
        self._tell(self._done(name, template, broken=broken))

    def _done(self, name: str, template: Template, *, broken: bool = False) -> Result:
        if time.monotonic() > self._until:
            return Result(name, template.vendor, self._seed, skipped="no time was left for it")
        if not broken:
            return perform(EXPERIMENTS[name], template, self._folder, self._seed, long=self._asked.long)
        build, must_break = BUILDS[name]
        result = perform(build, template, self._folder, self._seed, long=False)
        result.must_break = must_break
        return result

    def _tell(self, result: Result) -> None:
        with self._lock:
            self.results.append(result)
            print(line(result), flush=True)


def main(words: list[str]) -> int:
    """The whole run; its exit code."""
    asked = _arguments(words)
    seed = secrets.randbelow(1 << 32) if asked.seed is None else asked.seed
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(143))
    print(f"seed {seed}\n{HEAD}", flush=True)
    with _folder(asked.keep) as folder, _templates(folder, asked.database) as templates:
        run = _Run(asked, folder, seed)
        run.side_by_side(templates)
    print(f"\n{invariants(run.results)}\n\n{measured(run.results)}")
    print(f"\nseed {seed}, {time.monotonic() - began:.0f} s, {os.cpu_count()} processors", flush=True)
    failed = [result for result in run.results if result.failed]
    for result in failed:
        print(f"\n{complaints(result)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
