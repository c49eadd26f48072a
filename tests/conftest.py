"""One environment for every suite: a folder of its own, a database of its own, and nothing remembered between tests.

The environment is set here, before Django reads its settings; `DATABASE_URL` and `REDIS_URL` are the only words of the caller
that count.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.world import World

HOME = Path(tempfile.mkdtemp(prefix="tandem-tests-")).resolve()

for _name in [name for name in os.environ if name.startswith("TANDEM_")]:
    del os.environ[_name]
os.environ["TANDEM_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.settings"

import django  # noqa: E402 - reads the environment that was set above
from django.conf import settings  # noqa: E402

assert settings.HOME == HOME, "Django read its settings before the environment of the tests was set"
# Parallel workers inherit this environment; with the name in it, pytest-django would load their settings before this page.
del os.environ["DJANGO_SETTINGS_MODULE"]

# Hashing slowly on purpose is what the tests of hashing need, and no other.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_database = settings.DATABASES["default"]
if _database["ENGINE"] == "tandem.infra.sqlite":
    # A file, as in production: a database in memory locks tables instead of waiting for a writer. Never synced: it is thrown away.
    _database.setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")
    _database["OPTIONS"] = {"init_command": "PRAGMA synchronous = OFF"}
if settings.REDIS_URL:
    # What is remembered is cleared before every test: each parallel worker has a Redis database of its own for it.
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    settings.CACHES["default"]["LOCATION"] = f"{settings.REDIS_URL.rpartition('/')[0]}/{1 + _worker % 15}"
# The pages of fixtures below import models as they are read.
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Actors, counters of attempts and the like live in the process; each test begins without."""
    from django.core.cache import cache

    from tandem.api.authentication import forget

    forget()
    cache.clear()
    yield
    forget()


@pytest.fixture
def world(db: None) -> World:
    """The small cast that every suite shares (see `tests.world`)."""
    from tests.world import make_world

    return make_world()
