"""Alerts about colleagues: each person switches them off kind by kind, and they follow to every browser."""

from __future__ import annotations

import pytest

from tandem.api.answers import people as shapes
from tandem.people.alerts import KINDS, as_json
from tandem.people.models import AlertChoice
from tests.api.shapes import fits
from tests.world import World

EVERYTHING = dict.fromkeys(KINDS, True)


def test_what_was_stored_and_is_no_kind_any_more_does_no_harm() -> None:
    assert as_json(["sneezed", "left"]) == EVERYTHING | {"left": False}


def test_they_follow_their_person(world: World) -> None:
    ana, ben = world.browser(world.ana), world.browser(world.ben)
    assert ana.get("/me").json()["alerts"] == EVERYTHING
    answer = ana.patch("/me/alerts", {"viewed": False, "left": False})
    assert fits(answer, shapes.AlertsShown) == EVERYTHING | {"viewed": False, "left": False}
    assert ana.patch("/me/alerts", {"left": True, "noted": False}).json()["viewed"] is False
    assert world.browser(world.ana).get("/me").json()["alerts"] == EVERYTHING | {"viewed": False, "noted": False}
    assert ben.get("/me").json()["alerts"] == EVERYTHING


@pytest.mark.parametrize(
    ("body", "status"), [({}, 422), ({"sneezed": True}, 400), ({"left": "no way"}, 400), ({"left": [1]}, 400)]
)
def test_what_is_refused_changes_nothing(world: World, body: object, status: int) -> None:
    ana = world.browser(world.ana)
    assert ana.patch("/me/alerts", body).status_code == status
    assert ana.get("/me").json()["alerts"] == EVERYTHING
    assert not AlertChoice.objects.exists()
