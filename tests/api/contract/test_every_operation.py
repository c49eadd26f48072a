"""Every operation keeps what the description of the API says of it, whatever it is sent and whoever sends it: no fault of ours, no
status, content type or member that is not described, and nothing taken that does not fit. `EXAMPLES=500 SEED=7` looks longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.contract.drawing import browser, described, hold, program
from tests.policies.routes import Route, routes
from tests.policies.scene import Scene, make_scene, taken_back
from tests.world import make_world

pytestmark = pytest.mark.django_db
every_operation = pytest.mark.parametrize("route", sorted(r for r in routes() if r.path != "/openapi.json"), ids=str)


@pytest.fixture(scope="class")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """One of everything for a whole class: each request is taken back."""
    with django_db_blocker.unblock(), taken_back():
        yield make_scene(make_world())


class TestAdminInABrowser:
    @every_operation
    def test_the_description_is_kept(self, route: Route, scene: Scene) -> None:
        hold(route, browser(scene.world, scene.world.ana), scene)


class TestAgentWithAToken:
    @every_operation
    def test_the_description_is_kept(self, route: Route, scene: Scene) -> None:
        hold(route, program(scene.world.ben), scene)


class TestProgramThatMayOnlyReadElsewhere:
    """A token of an agent of another department that may read tickets and people, and nothing else."""

    @every_operation
    def test_the_description_is_kept(self, route: Route, scene: Scene) -> None:
        hold(route, program(scene.world.cai, "tickets.read", "people.read"), scene)


def test_every_answer_says_what_it_holds() -> None:
    """An answer without a content type would be held against nothing."""
    silent = [
        f"{method} {path} {status}"
        for path, operations in described().raw_schema["paths"].items()
        for method, operation in operations.items()
        for status, answer in operation["responses"].items()
        if status not in {"204", "304"} and not answer.get("content")
    ]
    assert silent == []
