"""Real processes that are really killed. Where there is no `redis-server`, nothing of this folder is a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.house import House, database_of_its_own
from tests.faults.redis_server import REDIS, RedisServer

if REDIS is None:
    collect_ignore_glob = ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first of each file waits for the processes as well."""
    for item in items:
        if item.path.parent.name == "faults":
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two nodes that serve one world. Every test leaves them, and Redis, running."""
    home = tmp_path_factory.mktemp("house")
    redis = RedisServer(home)
    with database_of_its_own(home) as database:
        try:
            redis.start()
            made = House(home, database, redis)
            nodes = (made.one, made.two)
            try:
                for node in nodes:
                    node.start()
                yield made
            finally:
                for node in nodes:
                    node.end()
        finally:
            redis.kill()
