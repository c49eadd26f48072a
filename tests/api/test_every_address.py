"""A crawler over the whole table of routes: headers, caching and methods are one policy, not a habit (sec:W-08, W-09, W-10)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tandem.infra.server.assembly import ASSETS_PREFIX
from tests.api.front import Answered, Whole, whole_front
from tests.policies.routes import routes
from tests.policies.scene import Scene, make_scene
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

ALWAYS = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), payment=(), usb=(), browsing-topics=()",
}
#: Beside the API: pages, assets, frames, doors, what the front answers itself, and what nobody does.
OTHERS = [
    "/", "/agent/", "/agent/tickets/1", f"{ASSETS_PREFIX}unknown.js", "/agent/sw.js",
    "/mail-frame/nonsense", "/mail-frame/picture/nonsense", "/_allauth/browser/v1/auth/login",
    "/_allauth/browser/v1/auth/session", "/api/v1/health/live", "/api/v1/health/ready",
    "/api/v1/openapi.json", "/metrics", "/csp-report", "/nothing", "/api/v1/nothing", "/..;/x", "/x%2fy", "//x",
]  # fmt: skip


@pytest.fixture
def front(settings: Any) -> Iterator[Whole]:
    settings.RATE_TOKEN = settings.RATE_SESSION = settings.RATE_ADDRESS = 0
    with whole_front() as whole:
        yield whole


@pytest.fixture
def scene(world: World) -> Scene:
    return make_scene(world)


def addresses(scene: Scene) -> list[str]:
    """Every address there is, with ids that exist."""
    templates = dict.fromkeys(route.path for route in routes())
    return [*(f"/api/v1{scene.path(template)}" for template in templates), *OTHERS]


def bearer(world: World) -> dict[str, str]:
    from tandem.kernel.actors import SYSTEM
    from tandem.people.tokens import issue_token

    return {"authorization": f"Bearer {issue_token(SYSTEM, world.ana.id)[1]}"}


def check(answer: Answered, what: str) -> None:
    for name, value in ALWAYS.items():
        assert answer.headers.get(name) == value, (what, name)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy or "default-src 'self'" in policy, what
    assert "referrer-policy" in answer.headers, what
    assert "x-request-id" in answer.headers, what
    assert "server" not in answer.headers, what
    assert "x-powered-by" not in answer.headers, what
    assert not any(name.startswith("access-control-") for name in answer.headers), what
    if not what.partition(" ")[2].startswith(ASSETS_PREFIX) or answer.status >= 400:
        assert re.search(r"no-store|no-cache", answer.headers["cache-control"]), what
    # Signing in speaks its library's own JSON, probes theirs, and a workspace that was not built says so in a sentence.
    if answer.status >= 400 and answer.body and not any(part in what for part in ("_allauth", "health", "/agent/")):
        assert answer.headers["content-type"] == "application/problem+json", what


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_has_its_headers(front: Whole, scene: Scene, signed_in: bool) -> None:
    headers = bearer(scene.world) if signed_in else {}
    found = set()
    for address in addresses(scene):
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            if signed_in and method in {"POST", "PUT", "PATCH", "DELETE"} and "/api/v1/" in address:
                # What would change something is left to the matrix; how it is refused is the same for all.
                continue
            what = f"{method} {address}"
            answer = front.ask(method, address, headers=headers)
            check(answer, what)
            assert answer.status < 500 or answer.status == 503, what
            found.add(answer.status)
    assert {200, 204, 404, 405} <= found
    assert signed_in or 401 in found


def test_private_data_are_stored_by_nobody(front: Whole, scene: Scene) -> None:
    headers = bearer(scene.world)
    told = 0
    for route in routes():
        if route.method == "GET":
            answer = front.ask("GET", f"/api/v1{scene.path(route.path)}", headers=headers)
            if answer.status == 200:
                told += 1
                # A picture beside its message may be kept by the browser, which asks before every use.
                wanted = "private, no-cache" if route.path.endswith("/preview") else "no-store"
                assert wanted in answer.headers["cache-control"], route
                assert "public" not in answer.headers["cache-control"], route
    assert told > 30


def test_head_is_get_without_its_body(front: Whole, scene: Scene) -> None:
    headers = bearer(scene.world)
    for route in routes():
        if route.method == "GET":
            address = f"/api/v1{scene.path(route.path)}"
            whole, head = front.ask("GET", address, headers=headers), front.ask("HEAD", address, headers=headers)
            assert head.status == whole.status, address
            assert head.body == b"", address
            assert head.headers["content-type"] == whole.headers["content-type"], address


def test_options_tells_the_methods_and_trace_is_unknown(front: Whole, scene: Scene) -> None:
    methods: dict[str, set[str]] = {}
    for route in routes():
        methods.setdefault(scene.path(route.path), set()).add(route.method)
    for path, known in methods.items():
        answer = front.ask("OPTIONS", f"/api/v1{path}", headers={"origin": "https://evil.example"})
        assert answer.status == 204, path
        allowed = set(answer.headers["allow"].split(", "))
        assert known <= allowed, path
        assert ("HEAD" in allowed) == ("GET" in known), path
        assert front.ask("TRACE", f"/api/v1{path}").status == 405, path


def test_a_method_override_changes_nothing(front: Whole, scene: Scene) -> None:
    headers = bearer(scene.world)
    path = f"/api/v1/tickets/{scene.ticket.number}"
    for name in ("x-http-method-override", "x-method-override", "x-http-method"):
        assert front.ask("GET", f"{path}?_method=DELETE", headers={**headers, name: "DELETE"}).status == 200
    assert front.ask("GET", path, headers=headers).status == 200


def test_of_a_repeated_key_the_last_one_counts(front: Whole, scene: Scene) -> None:
    headers = bearer(scene.world)
    scene.world.open_ticket("Another")
    lengths = [
        len(json.loads(front.ask("GET", f"/api/v1/tickets?{query}", headers=headers).body)["results"])
        for query in ("view=all&limit=100", "view=all&limit=100&limit=1", "view=all&limit=1&limit=100")
    ]
    assert lengths == [2, 1, 2]


@pytest.mark.parametrize(
    "forged", ["evil.example", "localhost.evil.example", "localhost@evil.example", "", "[::1].evil.example"]
)
def test_forged_hosts_reach_nothing(front: Whole, world: World, forged: str) -> None:
    """sec:W-07."""
    for address in ("/agent/", "/api/v1/tickets", "/"):
        assert front.ask("GET", address, headers={"host": forged}).status == 400
    answer = front.ask("GET", "/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})
    assert (answer.status, answer.headers["location"]) == (302, "/agent/")
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/agent/..;/api/v1/tickets", "/%2e%2e/api/v1/tickets", "//api/v1/tickets", "/api/v1/./tickets"]
)
def test_paths_that_can_be_read_in_two_ways_reach_nothing(front: Whole, world: World, path: str) -> None:
    assert front.ask("GET", path, headers=bearer(world)).status == 400


def test_a_token_that_asks_too_often_waits(world: World, settings: Any) -> None:
    settings.RATE_TOKEN = 5
    headers = bearer(world)
    with whole_front() as front:
        answers = [front.ask("GET", "/api/v1/tickets", headers=headers) for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) == 12
