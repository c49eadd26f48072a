"""Mass assignment and forged requests, for every route that changes something (sec:Z-03, W-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from tandem.api.authentication import forget
from tandem.api.schemas import Input
from tandem.people.models import Person
from tandem.tickets.models import Ticket
from tests.policies.matrix import OPEN, RULES
from tests.policies.routes import UNSAFE, Route, routes
from tests.policies.scene import Scene, make_scene, taken_back
from tests.world import PASSWORD, Answer, Api, World

#: What nobody may set by naming it, wherever it is sent.
FORBIDDEN = {
    "is_staff": True,
    "is_superuser": True,
    "id": "1",
    "number": 1,
    "seq": 1,
    "version": 99,
    "author_id": "1",
    "actor_id": "1",
    "created_at": 1,
    "updated_at": 1,
    "internal": False,
    "spam_at": 1,
    "deleted_at": 1,
    "solved_at": 1,
    "organisation": "x",
    "account": {"is_superuser": True},
    "digest": "0" * 64,
    "revoked_at": None,
    "__proto__": {},
}
#: Where a word of the list is a field that the route really has.
OWN = {
    "POST /tickets/{number}/read": {"seq"},
    "POST /tickets/{number}/drafts/take-over": {"author_id"},
    "POST /tickets/{number}/drafts/ask": {"author_id"},
}
CHANGING = {str(route): route for route in routes() if route.method in UNSAFE}


@pytest.fixture
def scene(world: World) -> Scene:
    return make_scene(world)


def _call(api: Api, scene: Scene, route: Route, body: Any) -> Answer:
    rule = RULES[str(route)]
    forget()
    with taken_back():
        rule.prepare(scene)
        return api.call(route.method, scene.path(route.path, **rule.params(scene)), body)


def test_no_unknown_or_read_only_field_is_taken(scene: Scene) -> None:
    ana, ben = scene.world.program(scene.world.ana), scene.world.program(scene.world.ben)
    taken = {}
    for name, route in CHANGING.items():
        if name in OPEN or not RULES[name].body(scene):
            continue
        api = ana if "ana" in RULES[name].roles else ben
        for field, value in FORBIDDEN.items():
            if field in OWN.get(name, ()):
                continue
            answer = _call(api, scene, route, RULES[name].body(scene) | {field: value})
            if answer.status_code != 400 or answer.json()["code"] != "request.malformed":
                taken[name, field] = answer.status_code
    assert taken == {}


@pytest.mark.parametrize(
    "field", ["seq", "version", "number", "created_at", "deleted_at", "spam_at", "message_count", "x"]
)
def test_no_read_only_field_is_edited(scene: Scene, field: str) -> None:
    before = Ticket.objects.values().get(id=scene.ticket.id)
    body = {"changes": {field: {"base": None, "mine": 1}}}
    answer = scene.world.browser(scene.world.ana).patch(f"/tickets/{scene.ticket.number}", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/changes/{field}"
    assert Ticket.objects.values().get(id=scene.ticket.id) == before


@pytest.mark.parametrize("body", ["[]", '"x"', "1", "null", "{", "{'a':1}", '{"a":NaN}', ""])
def test_what_is_no_object_is_malformed(scene: Scene, body: str) -> None:
    api = scene.world.browser(scene.world.ana)
    wrong = {}
    for name, route in CHANGING.items():
        if name in OPEN or not RULES[name].body(scene):
            continue
        path = scene.path(route.path, **RULES[name].params(scene))
        with taken_back():
            answer = api.client.generic(route.method, f"/api/v1{path}", body, "application/json")
        if answer.status_code not in {400, 422}:
            wrong[name] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_every_change_asks_for_the_csrf_token(scene: Scene, content_type: str) -> None:
    """A form of another page can send cookies, but not our header (sec:W-01)."""
    browser = scene.world.browser(scene.world.ana, check_csrf=True)
    through = {}
    for name, route in CHANGING.items():
        rule = RULES.get(name)
        path = scene.path(route.path, **(rule.params(scene) if rule else {}))
        with taken_back():
            answer = browser.client.generic(route.method, f"/api/v1{path}", "{}", content_type)
        if answer.status_code != 403:
            through[name] = answer.status_code
    assert through == {}


def test_with_the_token_of_our_page_a_change_is_made(scene: Scene) -> None:
    browser = scene.world.browser(scene.world.ben, check_csrf=True)
    browser.get("/_allauth/browser/v1/auth/session")
    token = browser.client.cookies[settings.CSRF_COOKIE_NAME].value
    assert browser.patch("/me", {"time_zone": "Asia/Tokyo"}, X_CSRFToken=token).status_code == 200
    assert browser.patch("/me", {"time_zone": "Asia/Tokyo"}, X_CSRFToken="x" * len(token)).status_code == 403
    refused = browser.patch("/me", {"time_zone": "Asia/Tokyo"})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf.failed")
    assert refused.json()["detail"] == "This page is out of date. Reload it and try again."


def test_a_program_needs_no_csrf_token_and_a_cookie_does_not_help_it(scene: Scene) -> None:
    browser = scene.world.browser(scene.world.ben, check_csrf=True)
    answer = browser.patch("/me", {"time_zone": "Asia/Tokyo"}, Authorization="Bearer tandem_wrong")
    assert answer.status_code == 401


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_sign_in_and_sign_out_ask_for_the_csrf_token(world: World, method: str) -> None:
    browser = world.browser(world.ben, check_csrf=True) if method == "DELETE" else Api(check_csrf=True)
    path = "/_allauth/browser/v1/auth/" + ("session" if method == "DELETE" else "login")
    answer = browser.call(method, path, {"email": world.ben.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert Person.objects.get(id=world.ben.id).active


def test_no_two_inputs_share_a_name() -> None:
    """The description of the API knows inputs by their names: of two that share one, it would describe one in both places."""
    names = [kind.__name__ for kind in Input.__subclasses__()]
    assert sorted(names) == sorted(set(names))
