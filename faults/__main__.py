"""`python -m faults [--long] [--seed N] [--experiment X-13 …] [--database sqlite|postgresql] [--broken NAME …]`.

Without a choice: every experiment on every database that is there, then the builds that are broken on purpose. Exits with 1 when an
invariant did not hold, or when the checker overlooked a broken build.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.experiments import EXPERIMENTS
from faults.performing import perform
from faults.report import HEAD, Result, complaints, invariants, line
from faults.world.databases import postgres_server
from faults.world.world import Template, make_template


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--seed", type=int, help="see a run again")
    parser.add_argument("--long", action="store_true", help="an hour instead of six minutes")
    parser.add_argument("--experiment", action="append", choices=list(EXPERIMENTS), default=[])
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
        if wanted != "postgresql":
            made.append(make_template(folder / "sqlite", None))
        if wanted != "sqlite":
            server = postgres_server(folder / "cluster")
            if server is not None:
                made.append(make_template(folder / "postgresql", server))
            elif wanted:
                raise SystemExit("There is no PostgreSQL here: install its server, or name one by DATABASE_URL.")
            else:
                print("There is no PostgreSQL here: only SQLite is tried.")
        yield made
    finally:
        if server is not None:
            server.stop()


def main(words: list[str]) -> int:
    """The whole run; its exit code."""
    asked = _arguments(words)
    seed = secrets.randbelow(1 << 32) if asked.seed is None else asked.seed
    began = time.monotonic()
    print(f"seed {seed}\n{HEAD}", flush=True)
    results: list[Result] = []
    with _folder(asked.keep) as folder, _templates(folder, asked.database) as templates:
        for template in templates:
            for name in asked.experiment or EXPERIMENTS:
                result = perform(EXPERIMENTS[name], template, folder, seed, long=asked.long)
                results.append(result)
                print(line(result), flush=True)
    print(f"\n{invariants(results)}\n\n{time.monotonic() - began:.0f} s, {os.cpu_count()} processors")
    failed = [result for result in results if result.failed]
    for result in failed:
        print(f"\n{complaints(result)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
