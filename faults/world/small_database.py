"""A PostgreSQL whose files lie on a small disk of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.disk import small_disk
from faults.experiments.kinds import Skipped
from faults.world.databases import PostgresServer
from faults.world.world import Template, make_template


@contextmanager
def on_a_small_disk(megabytes: int, template: Template, folder: Path) -> Iterator[Template]:
    """The same installation on a server of its own, for as long as the block lasts; the one that is given when no size is asked
    for. Raises Skipped where that cannot be."""
    if not megabytes:
        yield template
        return
    if template.server is None:
        raise Skipped("a SQLite file is in the home, whose disk X-04 fills")
    if not template.server.is_ours:
        raise Skipped("this PostgreSQL is not ours to starve")
    with small_disk(megabytes) as place:
        assert place is not None
        folder.mkdir(parents=True)
        server = PostgresServer(place.parent / "cluster", log=folder / "postgresql.log", small=True)
        server.make()
        try:
            server.start()
            yield make_template(folder, server)
        finally:
            server.stop()
