"""API tokens: shown once, narrower than their maker, dead when revoked or expired."""

from __future__ import annotations

import pytest

from tandem.api.answers import tokens as shapes
from tandem.infra import clock
from tandem.people.models import ApiToken
from tests.api.shapes import fits
from tests.world import Api, World


def test_a_token_is_shown_once_and_acts_for_its_maker(world: World) -> None:
    """sec:G-13."""
    ben = world.browser(world.ben)
    made = fits(ben.post("/tokens", {"name": "export", "scopes": ["tickets.read"]}), shapes.TokenMade, 201)
    (listed,) = fits(ben.get("/tokens"), shapes.TokenList)["results"]
    assert "token" not in listed
    assert made["token"].startswith(listed["prefix"])
    program = Api(made["token"])
    number = world.open_ticket().number
    assert program.get(f"/tickets/{number}").status_code == 200
    assert program.post(f"/tickets/{number}/messages", {"visibility": "internal", "body": "x"}).status_code == 403
    assert ben.get("/tokens").json()["results"][0]["last_used_at"] is not None


def test_a_revoked_token_is_dead_at_once(world: World) -> None:
    ben = world.browser(world.ben)
    made = ben.post("/tokens", {}).json()
    program = Api(made["token"])
    assert program.get("/me").status_code == 200
    assert ben.delete(f"/tokens/{made['id']}").status_code == 204
    assert program.get("/me").status_code == 401
    assert ben.get("/tokens").json()["results"] == []


def test_a_token_expires(world: World) -> None:
    made = world.browser(world.ben).post("/tokens", {"expires_at": "2099-01-01T00:00:00Z"}).json()
    assert Api(made["token"]).get("/me").status_code == 200
    ApiToken.objects.filter(id=made["id"]).update(expires_at=clock.now_ms() - 1)
    from tandem.api.authentication import forget

    forget()
    assert Api(made["token"]).get("/me").status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"scopes": ["everything"]}, 422, "/scopes/0"),
        ({"scopes": ["tickets.read", "people.manage"]}, 422, "/scopes/1"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, 422, "/expires_at"),
        ({"expires_at": "soon"}, 400, "/expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, 422, "/expires_at"),
        ({"person_id": "1"}, 400, "/person_id"),
        ({"digest": "0" * 64}, 400, "/digest"),
    ],
)
def test_no_token_may_do_more_than_its_maker(world: World, body: dict[str, object], status: int, pointer: str) -> None:
    """sec:Z-05."""
    answer = world.browser(world.ben).post("/tokens", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


@pytest.mark.parametrize("scopes", [[], ["tickets.read", "tickets.reply"]])
def test_a_narrow_token_makes_no_wider_one(world: World, scopes: list[str]) -> None:
    program = world.program(world.ben, "me.edit", "tickets.read")
    assert program.post("/tokens", {"scopes": scopes}).status_code == 403
    assert program.post("/tokens", {"scopes": ["tickets.read"]}).status_code == 201


def test_tokens_of_others_do_not_exist_except_for_admins(world: World) -> None:
    made = world.browser(world.ben).post("/tokens", {}).json()
    cai = world.browser(world.cai)
    assert cai.delete(f"/tokens/{made['id']}").status_code == 404
    assert cai.get("/tokens").json()["results"] == []
    assert cai.get("/tokens", everybody="true").status_code == 403
    ana = world.browser(world.ana)
    assert ana.get("/tokens").json()["results"] == []
    (seen,) = ana.get("/tokens", everybody="true").json()["results"]
    assert seen["person"]["name"] == "Ben"
    assert ana.delete(f"/tokens/{made['id']}").status_code == 204


@pytest.mark.parametrize("where", ["?token={}", "?access_token={}", "?api_key={}"])
def test_a_token_counts_in_its_header_only(world: World, where: str) -> None:
    """sec:G-13."""
    made = world.browser(world.ben).post("/tokens", {}).json()
    assert Api().client.get("/api/v1/me" + where.format(made["token"])).status_code == 401


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Basic dGFuZGVt", "Bearer tandem_wrong", "tandem_wrong"])
def test_other_authorisations_are_no_authorisation(world: World, value: str) -> None:
    answer = world.browser(world.ben).client.get("/api/v1/me", headers={"Authorization": value})
    assert answer.status_code == 401, "a broken token is not made good by a session beside it"
