"""The short way of a read gives what the long one gives, to everybody and for every route, and is closed where it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections
from django.test import RequestFactory

from tandem.api import authentication, short_way
from tandem.api.routers import tickets
from tandem.kernel.merging import Edit
from tandem.people.commands.edit_person import EditPerson
from tandem.people.editing import UNSEEN
from tests.policies.routes import Route, routes
from tests.policies.scene import Scene, make_scene
from tests.world import STAFF, Api, World

#: Without what is streamed, which differs at each answer: it tells of the one before.
READS = [route for route in routes() if route.method == "GET" and f"/api/v1{route.path}" not in short_way.STREAMED]
#: What is another at each answer.
PASSING = re.compile(rb'"trace_id":"[0-9a-f]+"|/mail-frame/[^"]+')


@dataclass
class Door:
    """A handler as the server calls it, counting how often it took the long way."""

    handler: short_way.Handler = field(default_factory=short_way.Handler)
    long: int = 0

    def ask(self, api: Api, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        return _ask(self.handler, api, path, method, **headers)


def _ask(handler: Any, api: Api, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    factory = RequestFactory(headers={name.replace("_", "-"): value for name, value in headers.items()})
    factory.defaults = api.client.defaults | factory.defaults
    factory.cookies = api.client.cookies
    started: list[tuple[str, list[tuple[str, str]]]] = []
    environ = factory.generic(method, f"/api/v1{path}").environ
    # Making the request has decoded it in place; servers give bytes as Latin-1 (PEP 3333).
    environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
    answer = handler(environ, lambda *said: started.append(said))
    body = b"".join(answer)
    answer.close()
    status, said = started[-1]
    return int(status[:3]), {name: value for name, value in said if name != "Vary"}, PASSING.sub(b"", body)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    door = Door()
    # A slow machine must not forget in the middle of a comparison.
    monkeypatch.setattr(authentication, "KEPT_SECONDS", 600.0)
    whole = WSGIHandler.__call__

    def counted(self: WSGIHandler, *request: Any) -> Any:
        door.long += isinstance(self, short_way.Handler)
        return whole(self, *request)

    monkeypatch.setattr(WSGIHandler, "__call__", counted)
    authentication.forget()
    # The test's own transaction lives on the connection that a request would look after.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield door
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    authentication.forget()


@pytest.fixture
def scene(world: World) -> Scene:
    return make_scene(world)


@pytest.mark.parametrize("way", ["program", "browser"])
@pytest.mark.parametrize("name", [name.lower() for name, _role, _places in STAFF])
def test_every_read_is_the_same_on_both_ways(scene: Scene, door: Door, name: str, way: str) -> None:
    api = getattr(scene.world, way)(getattr(scene.world, name))
    assert door.ask(api, "/me")[0] == 200
    assert door.long == 1, "nobody is kept yet"
    plain = WSGIHandler()
    for route in READS:
        path = scene.path(route.path)
        shortly = door.ask(api, path, accept_language="ru")
        assert shortly == _ask(plain, api, path, accept_language="ru"), route
    assert door.long == 1 + len(short_way.OF_SESSIONS)


@pytest.mark.parametrize("path", ["/tickets/{number}", "/tickets/{number}/messages", "/tickets/{number}/events"])
def test_one_path_leads_to_all_that_differ_in_their_number(scene: Scene, door: Door, path: str) -> None:
    api = scene.world.browser(scene.world.ben)
    other = scene.world.open_ticket("Another")
    hidden = scene.world.open_ticket("Hidden", department=scene.world.billing)
    door.ask(api, "/me")
    plain = WSGIHandler()
    answers = [door.ask(api, path.format(number=number)) for number in (scene.ticket.number, other.number)]
    assert [status for status, _headers, _body in answers] == [200, 200]
    assert answers[0][2] != answers[1][2]
    for number in (other.number, hidden.number, 0, 10**30, "٣", "#", f"0{other.number}", "-1", "x", ""):
        asked = path.format(number=quote(str(number)))
        assert door.ask(api, asked) == _ask(plain, api, asked), number
    assert door.ask(api, path.format(number=10**30))[0] == 404


def test_what_changes_something_takes_the_long_way(scene: Scene, door: Door) -> None:
    api = scene.world.browser(scene.world.ben)
    door.ask(api, "/me")
    for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
        before = door.long
        door.ask(api, f"/tickets/{scene.ticket.number}", method)
        assert door.long == before + 1, method


def test_strangers_and_those_who_lost_their_rights_take_the_long_way(scene: Scene, door: Door) -> None:
    world = scene.world
    api = world.browser(world.ben)
    assert door.ask(world.stranger(), "/tickets")[0] == 401
    assert door.ask(Api("tandem_" + "A" * 43), "/tickets")[0] == 401
    assert door.ask(api, "/tickets")[0] == door.ask(api, "/tickets")[0] == 200
    assert door.long == 3
    world.do(EditPerson(world.ben.id, {"active": Edit(UNSEEN, False)}), world.ana)
    authentication.forget()
    assert door.ask(api, "/tickets")[0] == 401


def test_what_goes_wrong_is_tried_once_more_on_the_long_way(
    scene: Scene, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that broke while it slept is replaced there, and the reader never hears of it."""
    api = scene.world.browser(scene.world.ben)
    path = f"/tickets/{scene.ticket.number}"
    door.ask(api, path)
    row, broken = tickets.queries.ticket_row, [DatabaseError("gone")]

    def once(*arguments: Any) -> Any:
        if broken:
            raise broken.pop()
        return row(*arguments)

    monkeypatch.setattr(tickets.queries, "ticket_row", once)
    assert door.ask(api, path)[0] == 200
    assert door.long == 2


def test_the_language_does_not_outlive_the_request(scene: Scene, door: Door) -> None:
    api = scene.world.browser(scene.world.lin)
    path = f"/tickets/{scene.ticket.number}"
    door.ask(api, "/me")
    russian, english = (door.ask(api, path, accept_language=tag)[2] for tag in ("ru", "en"))
    assert russian != english
    assert door.ask(api, path)[2] == english


def test_there_are_reads_to_compare() -> None:
    assert Route("GET", "/tickets/{number}/events") in READS
