"""What a database cannot hold never reaches it: NUL in any text, and numbers that are larger than the columns.

SQLite takes both, PostgreSQL ends them in an error; so the parameters of the statements are looked at, on either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tandem.api.authentication import forget
from tests.policies.inputs import Slot, put, slots
from tests.policies.matrix import OPEN, RULES
from tests.policies.scene import Scene, make_scene, taken_back
from tests.world import Answer, Api, World

NUL = "a\x00b"
#: More than 32 bits hold, and more than 64.
LARGE = (3_000_000_017, -3_000_000_017, 10**30, -(10**30))
#: What the two sides of an edit may look like, whatever the field.
OF_ANY = (NUL, [NUL], [{"email": f"{NUL}@customer.example", "name": "x"}], [{"email": "a@b.example", "name": NUL}])
SLOTS = [slot for slot in slots() if slot.operation not in OPEN]


@pytest.fixture
def scene(world: World) -> Scene:
    return make_scene(world)


@contextmanager
def parameters() -> Iterator[list[Any]]:
    """What is given to the database within: also by statements that go to the driver, since queries are captured."""
    given: list[Any] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        given.extend(_flat(params))
        return execute(sql, params, many, context)

    with CaptureQueriesContext(connection), connection.execute_wrapper(look):
        yield given


def _flat(params: Any) -> Iterable[Any]:
    if isinstance(params, dict):
        params = params.values()
    if isinstance(params, list | tuple) or hasattr(params, "__next__") or not isinstance(params, str | bytes | int):
        for param in params or ():
            yield from _flat(param) if isinstance(param, list | tuple) else (param,)


def _call(api: Api, scene: Scene, slot: Slot, value: Any) -> Answer:
    rule = RULES[slot.operation]
    method, _space, template = slot.operation.partition(" ")
    path = scene.path(template, **rule.params(scene))
    if slot.place == "query":
        return api.call(method, path, {str(slot.path[0]): value})
    return api.call(method, path, put(rule.body(scene), slot.path, value))


def _tried(scene: Scene, slot: Slot, value: Any, api: Api) -> tuple[int, list[Any]]:
    forget()
    with taken_back():
        RULES[slot.operation].prepare(scene)
        with parameters() as given:
            return _call(api, scene, slot, value).status_code, given


def _apis(scene: Scene) -> dict[str, Api]:
    apis = {name: scene.world.browser(getattr(scene.world, name)) for name in ("ana", "ben")}
    for api in apis.values():
        api.client.raise_request_exception = False
    return apis


def _asked(scene: Scene, kinds: dict[str, Iterable[Any]]) -> Iterator[tuple[Slot, Any, int, list[Any]]]:
    apis = _apis(scene)
    for slot in SLOTS:
        for value in kinds.get(slot.type, ()):
            who = "ana" if "ana" in RULES[slot.operation].roles else "ben"
            yield slot, value, *_tried(scene, slot, value, apis[who])


def test_no_nul_reaches_the_database(scene: Scene) -> None:
    """sec:L-06."""
    reached = {}
    for slot, value, status, given in _asked(scene, {"string": (NUL,), "any": OF_ANY}):
        held = [param for param in given if isinstance(param, str) and ("\x00" in param or "\\u0000" in param)]
        if held or status >= 500:
            reached[str(slot), str(value)] = status, held
    assert reached == {}


def test_no_number_is_larger_than_its_column(scene: Scene) -> None:
    """sec:L-06."""
    reached = {}
    # Ids and cursors are texts; one of 19 digits may still be larger than 64 bits hold.
    digits = ("9" * 19, "9" * 30)
    for slot, value, status, given in _asked(
        scene, {"integer": LARGE, "number": LARGE, "any": (*LARGE, *digits), "string": digits}
    ):
        if int(value) in given or status >= 500:
            reached[str(slot), value] = status
    assert reached == {}


def test_there_is_something_to_ask() -> None:
    kinds = [slot.type for slot in SLOTS]
    assert (kinds.count("string") > 80, kinds.count("integer") > 8, kinds.count("any") > 20) == (True, True, True)
