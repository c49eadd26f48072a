"""The address under which people reach this installation, as the first run was told it: kept beside the database, since hosts,
cookies and Message-IDs depend on it before the database can be asked."""

from __future__ import annotations

import os
from pathlib import Path

_FILE = "public_url"


def stored_public_url(home: Path) -> str:
    """What was stored, empty if nothing was."""
    try:
        return (home / _FILE).read_text().strip()
    except FileNotFoundError:
        return ""


def store_public_url(home: Path, url: str) -> None:
    """Keep an address for the next start, in one step."""
    fresh = home / f"{_FILE}.{os.getpid()}"
    fresh.write_text(url)
    fresh.replace(home / _FILE)
