"""Whether the database has the shape that this version expects: neither older nor newer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.loader import MigrationLoader


@dataclass(frozen=True, slots=True)
class Shape:
    """`missing`: migrations that were not applied yet; `unknown`: applied ones that only a newer version knows."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    empty: bool

    @property
    def complaint(self) -> str | None:
        """What an operator has to do before this version may work with the database; None when nothing is."""
        if self.unknown:
            return (
                f"The database was made by a newer version of Tandem ({self.unknown[-1]} is not known here). "
                "Install that version again, or restore the backup from before the upgrade."
            )
        if self.empty:
            return "The database is empty. Run: tandem migrate"
        if self.missing:
            count = len(self.missing)
            return (
                f"The database has the shape of an earlier version ({count} {'step is' if count == 1 else 'steps are'} missing). "
                "Make a backup (tandem backup PATH), then run: tandem migrate"
            )
        return None


def shape() -> Shape:
    """How the database compares with this version. Raises the database's own error when it cannot be asked."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    # What a squashed migration replaces may be gone from the disk and is known all the same.
    known = set(loader.disk_migrations) | {old for one in loader.disk_migrations.values() for old in one.replaces}
    ours = set(loader.migrated_apps)
    return Shape(
        missing=_names(set(loader.graph.nodes) - applied),
        unknown=_names({key for key in applied - known if key[0] in ours}),
        empty=not applied,
    )


def _names(keys: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for app, name in sorted(keys))
