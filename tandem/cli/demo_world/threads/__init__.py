"""What was written to Lantern Cycles in the last weeks, one matter a file: see docs/recipes/a-demo-thread.md."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.reading import read_threads
from tandem.cli.demo_world.script import Thread

THREADS: Final[tuple[Thread, ...]] = read_threads()
