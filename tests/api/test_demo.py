"""The demonstration: anybody on this machine takes any part; elsewhere, and in a real installation, nobody does."""

from __future__ import annotations

import pytest
from django.conf import settings

from tandem import __version__
from tandem.api.answers import installation as shapes
from tandem.people.installation import DEMO, record_fact
from tandem.people.models import Person
from tests.api.shapes import fits
from tests.world import Api, World


@pytest.fixture
def demo(world: World) -> World:
    record_fact(DEMO, "true")
    return world


def test_the_demonstration_shows_its_people_here(demo: World) -> None:
    shown = fits(Api().get("/installation"), shapes.InstallationShown)
    assert shown["demo"] is True
    assert shown["version"] == __version__
    assert [person["name"] for person in shown["demo_people"]] == ["Ana", "Mia", "Sam", "Ben", "Cai", "Lin"]
    assert {person["other_origin"] for person in shown["demo_people"]} == {"http://127.0.0.1"}


def test_the_demonstration_shows_nobody_elsewhere(demo: World) -> None:
    answer = Api().client.get("/api/v1/installation", REMOTE_ADDR="192.0.2.7").json()
    assert (answer["demo"], answer["demo_people"], answer["version"]) == (True, [], "")


def test_taking_a_part_signs_in_under_a_new_session(demo: World) -> None:
    api = Api()
    assert api.post("/demo/sign-in", {"person_id": str(demo.ben.id)}).status_code == 204
    first = api.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert api.get("/me").json()["name"] == "Ben"
    assert api.get("/me").json()["demo"] is True
    assert api.post("/demo/sign-in", {"person_id": str(demo.mia.id)}).status_code == 204
    assert api.client.cookies[settings.SESSION_COOKIE_NAME].value != first
    assert api.get("/me").json()["name"] == "Mia"
    old = Api()
    old.client.cookies[settings.SESSION_COOKIE_NAME] = first
    assert old.get("/me").status_code == 401, "the session from before is dead"


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", ""])
def test_no_part_is_taken_from_elsewhere(demo: World, address: str) -> None:
    body = {"person_id": str(demo.ben.id)}
    answer = Api().client.post("/api/v1/demo/sign-in", body, "application/json", REMOTE_ADDR=address)
    assert answer.status_code == 404


def test_no_part_is_taken_in_a_real_installation(world: World) -> None:
    assert Api().post("/demo/sign-in", {"person_id": str(world.ana.id)}).status_code == 404


def test_no_part_is_taken_of_customers_nobody_and_disabled_people(demo: World) -> None:
    Person.objects.filter(id=demo.cai.id).update(active=False)
    for identifier in (str(demo.kim.id), "1", str(demo.cai.id)):
        assert Api().post("/demo/sign-in", {"person_id": identifier}).status_code == 404


def test_taking_a_part_asks_for_the_csrf_token(demo: World) -> None:
    answer = Api(check_csrf=True).post("/demo/sign-in", {"person_id": str(demo.ben.id)})
    assert answer.status_code == 403
