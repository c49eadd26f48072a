"""Sessions and cookies (sec:G-01, G-03, G-10, G-11)."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.world import PASSWORD, Answer, Api, World

LOGIN = "/_allauth/browser/v1/auth/login"


def _sign_in(api: Api, email: str, password: str = PASSWORD) -> Answer:
    return api.post(LOGIN, {"email": email, "password": password})


def _session(api: Api) -> str:
    return str(api.client.cookies[settings.SESSION_COOKIE_NAME].value)


def test_signing_in_gives_a_new_session_and_kills_the_old_one(world: World) -> None:
    planted = Api()
    session = planted.client.session
    session["planted"] = "by somebody else"
    session.save()
    before = _session(planted)
    assert _sign_in(planted, world.ben.email).status_code == 200
    after = _session(planted)
    assert after != before
    thief = Api()
    thief.client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/me").status_code == 401
    assert planted.get("/me").json()["name"] == "Ben"


def test_signing_out_kills_the_session_at_once(world: World) -> None:
    ben = Api()
    _sign_in(ben, world.ben.email)
    copied = Api()
    copied.client.cookies[settings.SESSION_COOKIE_NAME] = _session(ben)
    assert copied.get("/me").status_code == 200
    ben.delete("/_allauth/browser/v1/auth/session")
    assert copied.get("/me").status_code == 401, "also from the memory of this process"


def test_the_session_cookie_is_for_the_server_only(world: World) -> None:
    api = Api()
    cookie = _sign_in(api, world.ben.email).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer"), "a session is never a pickle"


def test_cookies_are_bound_to_the_host_on_https() -> None:
    """The settings of an installation behind TLS, read in a process of their own."""
    import os
    import subprocess
    import sys

    code = (
        "from tandem import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    environment = {**os.environ, "TANDEM_PUBLIC_URL": "https://help.example"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["__Host-tandem_session", "__Host-csrftoken", "True", "True"]


def test_a_wrong_password_and_an_unknown_address_look_alike(world: World) -> None:
    known = _sign_in(Api(), world.ben.email, "wrong password")
    unknown = _sign_in(Api(), "nobody@tandem.example", "wrong password")
    customer = _sign_in(Api(), world.kim.email, "wrong password")
    assert known.status_code == unknown.status_code == customer.status_code == 400
    assert known.content == unknown.content == customer.content


def test_guessing_is_slowed_down(world: World) -> None:
    answers = [_sign_in(Api(), world.ben.email, f"guess number {turn}").status_code for turn in range(12)]
    assert answers[0] == 400
    assert answers[-1] in {400, 429}
    assert 429 in answers or _sign_in(Api(), world.ben.email).status_code != 200, "the right one comes too late"


def test_customers_and_strangers_have_no_account(world: World) -> None:
    assert _sign_in(Api(), world.kim.email).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/accounts/signup/",
        "/metrics",
        "/debug",
        "/api/v1/docs",
    ],
)
def test_nothing_else_is_open(world: World, path: str) -> None:
    """No sign-up, no schema, no debugging page, and no version anywhere (sec:G-10)."""
    from tandem import __version__

    for api in (Api(), world.browser(world.ben)):
        answer = api.client.get(path)
        assert answer.status_code in {200, 401, 404, 405}, path
        assert __version__.encode() not in answer.content
    made = Api().client.post(path, {"email": "new@tandem.example", "password": PASSWORD}, "application/json")
    assert made.status_code in {400, 401, 403, 404, 405, 200}, path
    assert _sign_in(Api(), "new@tandem.example").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "browser/v1/auth/signup",
        "browser/v1/auth/password/request",
        "browser/v1/auth/password/reset",
        "browser/v1/auth/reauthenticate",
        "browser/v1/auth/code/request",
        "browser/v1/account/email",
        "browser/v1/account/password/change",
        "browser/v1/account/authenticators",
        "browser/v1/config",
        "app/v1/auth/login",
    ],
)
def test_of_what_allauth_can_do_only_signing_in_and_out_is_open(world: World, path: str) -> None:
    """It would mail passwords past our outbox, to whom anybody wants."""
    for api in (Api(), world.browser(world.ben)):
        for method in ("get", "post", "put", "delete"):
            assert getattr(api.client, method)(f"/_allauth/{path}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": "ben@tandem.example", "password": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'["email"]',
        b"\xff",
        b"",
        b'{"email": "ben@tandem.example", "password": "%s"}' % (b"x" * 20_000),
    ],
)
def test_what_is_no_readable_request_is_refused_for_everybody_alike(world: World, body: bytes) -> None:
    for address in (b"ben@tandem.example", b"nobody@tandem.example"):
        given = body.replace(b"ben@tandem.example", address)
        answer = Api().client.post(LOGIN, given, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")


def test_the_description_of_the_api_needs_a_sign_in(world: World) -> None:
    assert Api().get("/openapi.json").status_code == 401
    assert world.browser(world.lin).get("/openapi.json").status_code == 200
