"""What refuses a request says so in the language of whoever asked, wherever it stands."""

from __future__ import annotations

import pytest

from tests.world import World

LANGUAGES = ("en", "zh-CN", "ru", "cs")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"subject": 7, "body": "x", "requester": {"email": "a@b.example"}}, 400),
        ({"subject": "x", "body": "x", "requester": []}, 400),
        ({"subject": "x", "body": "x", "requester": {"email": "a@b.example"}, "evil": 1}, 400),
    ],
)
def test_an_input_that_is_not_of_the_right_shape(world: World, body: object, status: int) -> None:
    said = set()
    for language in LANGUAGES:
        answer = world.browser(world.ben).call("POST", "/tickets", body, Accept_Language=language)
        assert answer.status_code == status
        said.add(answer.json()["errors"][0]["detail"])
    assert len(said) == len(LANGUAGES), said


def test_a_method_that_is_not_known(world: World) -> None:
    said = set()
    for language in LANGUAGES:
        answer = world.browser(world.ben).call("PUT", "/tickets", {}, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (405, "method.not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
        said.add(answer.json()["detail"])
    assert len(said) == len(LANGUAGES), said
