"""A database without the keys that make a mail one mail: nothing of the process is changed."""

from __future__ import annotations

from faults.world.world import World


def drop_keys(world: World) -> None:
    """Before the world is served."""
    for name in ("ledger_once", "ledger_fetched_once"):
        world.database.execute(f"DROP INDEX {name}")
