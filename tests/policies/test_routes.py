"""The matrix of rights (sec:Z-01): every route of the API, called by everybody there is."""

from __future__ import annotations

import pytest

from tandem.api.authentication import forget
from tandem.kernel.merging import Edit
from tandem.people.commands.edit_person import EditPerson
from tandem.people.editing import UNSEEN
from tandem.people.models import Person
from tandem.people.roles import RIGHTS
from tests.policies.matrix import EVERYBODY, OPEN, RULES, Rule
from tests.policies.routes import Route, routes
from tests.policies.scene import Scene, make_scene, taken_back
from tests.world import STAFF, Answer, Api, World

ALL = {str(route): route for route in routes()}
GUARDED = {name: route for name, route in ALL.items() if name not in OPEN}
#: What gets through may still be refused for what it says.
THROUGH = frozenset({200, 201, 202, 204, 409, 422})

names = pytest.mark.parametrize("name", [name.lower() for name, _role, _places in STAFF])


@pytest.fixture
def scene(world: World) -> Scene:
    return make_scene(world)


def test_every_route_is_in_the_matrix_and_nothing_else() -> None:
    assert set(ALL) - OPEN == set(RULES)


def test_every_right_is_asked_for_somewhere() -> None:
    """A right that no route asks for is a promise; this one is asked for within reading."""
    asked = {rule.right for rule in RULES.values() if rule.right}
    assert set(RIGHTS) - asked == {"tickets.read_all"}


def test_everybody_has_a_route() -> None:
    assert {name for rule in RULES.values() for name in rule.roles} == EVERYBODY


def _call(api: Api, scene: Scene, route: Route, **missing: str) -> Answer:
    """One call, whose effects are taken back."""
    rule = RULES[str(route)]
    forget()
    with taken_back():
        rule.prepare(scene)
        path = scene.path(route.path, **(rule.params(scene) | missing))
        if route.method == "GET":
            return api.get(path)
        return api.call(route.method, path, rule.body(scene))


def _expected(name: str, rule: Rule, door: str = "program") -> frozenset[int]:
    if name in rule.unseen_by or (name == "cai" and rule.hidden) or (rule.browsers_only and door == "program"):
        return frozenset({404})
    return THROUGH if name in rule.roles else frozenset({403})


@names
@pytest.mark.parametrize("door", ["program", "browser"])
def test_who_gets_through(scene: Scene, name: str, door: str) -> None:
    api = getattr(scene.world, door)(getattr(scene.world, name))
    found = {route: _call(api, scene, GUARDED[route]).status_code for route in GUARDED}
    assert {route: status for route, status in found.items() if status not in _expected(name, RULES[route], door)} == {}


@pytest.mark.parametrize("token", [None, "tandem_" + "A" * 43], ids=["nobody", "unknown"])
def test_strangers_are_asked_to_sign_in(scene: Scene, token: str | None) -> None:
    api = Api(token)
    found = {route: _call(api, scene, GUARDED[route]).status_code for route in GUARDED}
    assert {route: status for route, status in found.items() if status != 401} == {}


def test_the_disabled_are_strangers(scene: Scene) -> None:
    world = scene.world
    program, browser = world.program(world.ben), world.browser(world.ben)
    world.do(EditPerson(world.ben.id, {"active": Edit(UNSEEN, False)}), world.ana)
    for api in (program, browser):
        found = {route: _call(api, scene, GUARDED[route]).status_code for route in GUARDED}
        assert {route: status for route, status in found.items() if status != 401} == {}


def _rights(person: Person) -> set[str]:
    return {right for right in RIGHTS if person.role in RIGHTS[right]}


@names
def test_a_token_needs_the_scope(scene: Scene, name: str) -> None:
    """With every scope of its person but one a token is refused; with that one, and those for seeing, it gets through."""
    person = getattr(scene.world, name)
    wrong = {}
    for route, rule in RULES.items():
        if rule.right is None or name not in rule.roles or (name == "cai" and rule.hidden) or name in rule.unseen_by:
            continue
        # Reading everything is reading: either scope opens the tickets.
        same = {"tickets.read", "tickets.read_all"} if rule.right == "tickets.read" else {rule.right}
        without = scene.world.program(person, *sorted(_rights(person) - same))
        enough = {rule.right, "tickets.read", "tickets.read_all", "people.read"} & _rights(person)
        found = (
            _call(without, scene, GUARDED[route]).status_code,
            _call(scene.world.program(person, *sorted(enough)), scene, GUARDED[route]).status_code,
        )
        if found[0] not in {403, 404} or found[1] not in THROUGH:
            wrong[route] = found
    assert wrong == {}


@pytest.mark.parametrize("value", ["0", "9223372036854775807"])
def test_what_is_not_there_is_not_found(scene: Scene, value: str) -> None:
    api = scene.world.program(scene.world.ana)
    wrong = {}
    for name, route in GUARDED.items():
        missing = {key: value for key in scene.params if f"{{{key}}}" in route.path and key != "kind"}
        if missing:
            answer = _call(api, scene, route, **missing)
            if answer.status_code != 404 or answer.json()["code"] != "not_found":
                wrong[name] = (answer.status_code, answer.content)
    assert wrong == {}
