"""Where a benchmark runs: a home of its own below `.bench/`, set before Django reads its settings."""

from __future__ import annotations

import os
from pathlib import Path

#: How many tickets the world has.
SCALE = int(os.environ.get("SCALE") or 20_000)
HOME = Path(__file__).parents[1] / ".bench" / str(SCALE)


def prepare() -> None:
    """Point the settings to our home and bring the database to its shape. `DATABASE_URL` chooses another database."""
    for name in [name for name in os.environ if name.startswith("TANDEM_")]:
        del os.environ[name]
    os.environ["TANDEM_HOME"] = str(HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.settings"
    HOME.mkdir(parents=True, exist_ok=True)
    from tandem.cli import migrate

    if migrate.run([]):
        raise SystemExit("The database could not be prepared.")
