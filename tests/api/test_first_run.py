"""The first run: only with the code, everything or nothing, once."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tandem.api.answers import installation as shapes
from tandem.channels.email.models import Mailbox
from tandem.infra.public_url import stored_public_url
from tandem.people import installation
from tandem.people.models import Department, InstallationFact, Person
from tests.api.shapes import fits
from tests.world import PASSWORD, Api, World


@pytest.fixture
def code(db: None) -> Iterator[str]:
    found = installation.setup_code()
    assert found is not None
    yield found
    installation.forget_setup_code()
    (Path(settings.HOME) / "public_url").unlink(missing_ok=True)


def wish(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "public_url": "https://help.example",
        "admin": {"name": "Ada", "email": "Ada@tandem.example", "password": PASSWORD},
        "mailbox": {"address": "support@tandem.example", "from_name": "Support"},
    }


def test_the_code_is_the_operator_s_own(code: str) -> None:
    path = Path(settings.HOME) / installation.CODE_FILE
    assert path.read_text() == code == installation.setup_code()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_first_run_sets_up_and_signs_in(code: str) -> None:
    api = Api()
    assert fits(api.get("/installation"), shapes.InstallationShown) == {
        "state": "first_run",
        "demo": False,
        "demo_people": [],
        "version": "",
    }
    done = fits(api.post("/setup", wish(code), Accept_Language="cs"), shapes.SetUpDone, 201)
    assert done["restart_for"] == stored_public_url(settings.HOME) == "https://help.example"
    me = api.get("/me").json()
    assert (me["name"], me["email"], me["role"], me["language"]) == ("Ada", "Ada@tandem.example", "admin", "cs")
    assert [place["name"] for place in me["departments"]] == ["Support"]
    assert Mailbox.objects.get().address == "support@tandem.example"
    assert installation.public_url() == "https://help.example"
    assert api.get("/installation").json()["state"] == "ready"
    login = Api().post("/_allauth/browser/v1/auth/login", {"email": "ada@tandem.example", "password": PASSWORD})
    assert login.status_code == 200, "the address signs in however it is capitalised"


def test_the_address_that_it_is_reached_under_needs_no_restart(code: str) -> None:
    done = fits(Api().post("/setup", wish(code) | {"public_url": settings.PUBLIC_URL}), shapes.SetUpDone, 201)
    assert done["restart_for"] is None
    assert stored_public_url(settings.HOME) == ""


def test_the_operator_s_environment_has_the_last_word(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_PUBLIC_URL", settings.PUBLIC_URL)
    assert fits(Api().post("/setup", wish(code)), shapes.SetUpDone, 201)["restart_for"] is None
    assert installation.public_url() == settings.PUBLIC_URL


def test_afterwards_the_address_does_not_exist(code: str) -> None:
    Api().post("/setup", wish(code))
    assert Api().post("/setup", wish(code)).status_code == 404
    assert not (Path(settings.HOME) / installation.CODE_FILE).exists()
    assert installation.setup_code() is None


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"code": "0000-0000-0000-0000"}, 422, "/code"),
        ({"public_url": "http://help.example"}, 422, "/public_url"),
        ({"public_url": "help.example"}, 422, "/public_url"),
        ({"admin": {"name": "Ada", "email": "ada", "password": PASSWORD}}, 422, "/admin/email"),
        ({"admin": {"name": "", "email": "a@b.example", "password": PASSWORD}}, 422, "/admin/name"),
        ({"admin": {"name": "Ada", "email": "a@b.example", "password": "short"}}, 422, "/admin/password"),
        ({"admin": {"name": "Ada", "email": "a@b.example", "password": PASSWORD, "role": "x"}}, 400, "/admin/role"),
        ({"mailbox": {"address": "nobody"}}, 422, "/mailbox/address"),
        ({"demo": True}, 400, "/demo"),
    ],
)
def test_a_bad_first_run_says_where_and_changes_nothing(
    code: str, changes: dict[str, Any], status: int, pointer: str
) -> None:
    answer = Api().post("/setup", wish(code) | changes)
    assert answer.status_code == status, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Person.objects.exists()
    assert not Department.objects.exists()
    assert not InstallationFact.objects.exists()
    assert Api().post("/setup", wish(code)).status_code == 201, "and it can be tried again"


def test_a_set_up_installation_tells_strangers_nothing(world: World) -> None:
    answer = fits(Api().get("/installation"), shapes.InstallationShown)
    assert answer == {"state": "ready", "demo": False, "demo_people": [], "version": ""}
    assert Api().post("/setup", wish("x")).status_code == 404


def test_the_first_run_asks_for_the_csrf_token(code: str) -> None:
    answer = Api(check_csrf=True).post("/setup", wish(code))
    assert answer.status_code == 403
    assert not Person.objects.exists()
