"""A scratch database on disk behind its own alias, since locks of an in-memory one are of another kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections


@pytest.fixture
def scratch(tmp_path: Path, django_db_blocker: Any) -> Iterator[str]:
    """Alias of a fresh database file with a table `note(id, body)`."""
    alias = "scratch"
    defaults: dict[str, Any] = {**connections.settings["default"]}
    connections.settings[alias] = {
        **defaults,
        "ENGINE": "tandem.infra.sqlite",
        "NAME": str(tmp_path / "scratch.sqlite3"),
        "OPTIONS": {},
        "CONN_MAX_AGE": None,
    }
    with django_db_blocker.unblock():
        with connections[alias].cursor() as cursor:
            cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
            cursor.execute("CREATE TABLE reply (id INTEGER PRIMARY KEY, note INTEGER NOT NULL REFERENCES note(id))")
        yield alias
        connections[alias].close()
        del connections[alias]
    del connections.settings[alias]
