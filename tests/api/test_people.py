"""Colleagues and groups through the API: who may, what merges, what is refused, what ends at once."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import people as shapes
from tandem.kernel.models import Event
from tandem.people.models import Account, Person
from tests.api.shapes import fits
from tests.world import PASSWORD, Api, World

NEW = {"name": "Dan", "email": "dan@tandem.example", "role": "agent"}


def sign_in(email: str, password: str = PASSWORD) -> Api:
    api = Api()
    assert api.post("/_allauth/browser/v1/auth/login", {"email": email, "password": password}).status_code == 200
    return api


def test_a_new_colleague_can_sign_in(world: World) -> None:
    body = NEW | {"department_ids": [str(world.billing.id)], "password": PASSWORD, "language": "ru"}
    made = fits(world.browser(world.ana).post("/people", body), shapes.ColleagueMade, 201)
    assert made["departments"] == [{"id": str(world.billing.id), "name": "Billing"}]
    assert made["can_sign_in"] is True
    assert sign_in("dan@tandem.example").get("/me").json()["language"] == "ru"


@pytest.mark.parametrize("twin", ["\u212aen@tandem.example", "ken@tandem.example"])
def test_two_addresses_that_sign_in_alike_are_one(world: World, twin: str) -> None:
    """The sign of Kelvin is a k in lower case."""
    ana = world.browser(world.ana)
    other = {"\u212aen@tandem.example", "ken@tandem.example"} - {twin}
    ken = ana.post("/people", NEW | {"email": other.pop()}).json()
    answers = (ana.post("/people", NEW | {"email": twin}), ana.patch(f"/people/{world.ben.id}", {"email": twin}))
    for answer in answers:
        problem = answer.json()["errors"][0]
        assert (answer.status_code, problem["pointer"], problem["code"]) == (422, "/email", "taken")
    assert ana.patch(f"/people/{ken['id']}", {"email": twin}).json()["email"] == twin


def test_without_a_password_nobody_signs_in(world: World) -> None:
    made = fits(world.browser(world.ana).post("/people", NEW), shapes.ColleagueMade, 201)
    assert made["can_sign_in"] is False
    answer = Api().post("/_allauth/browser/v1/auth/login", {"email": NEW["email"], "password": ""})
    assert answer.status_code == 400


def test_a_customer_becomes_a_colleague_and_keeps_their_tickets(world: World) -> None:
    ticket = world.open_ticket(requester=world.kim)
    body = {"name": "Kim K.", "email": "KIM@customer.example", "role": "agent"}
    made = fits(world.browser(world.ana).post("/people", body), shapes.ColleagueMade, 201)
    assert made["id"] == str(world.kim.id) == str(ticket.requester_id)


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"role": "owner"}, 422, "/role"),
        ({"email": "dan"}, 422, "/email"),
        ({"email": "ben@tandem.example"}, 422, "/email"),
        ({"name": "D\u202ean"}, 400, "/name"),
        ({"department_ids": ["1"]}, 422, "/department_ids/0"),
        ({"team_ids": ["1"]}, 422, "/team_ids/0"),
        ({"department_ids": ["x"]}, 400, "/department_ids/0"),
        ({"password": "short"}, 422, "/password"),
        ({"password": "password1234"}, 422, "/password"),
        ({"active": False}, 400, "/active"),
        ({"organisation_id": "1"}, 400, "/organisation_id"),
        ({"is_superuser": True}, 400, "/is_superuser"),
    ],
)
def test_a_bad_new_colleague_is_refused_at_its_place(
    world: World, changes: dict[str, Any], status: int, pointer: str
) -> None:
    answer = world.browser(world.ana).post("/people", NEW | changes)
    assert answer.status_code == status, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Person.objects.filter(email_key=NEW["email"]).exists()
    assert not Account.objects.filter(email=NEW["email"]).exists()


@pytest.mark.parametrize("name", ["mia", "sam", "ben", "lin"])
def test_only_admins_change_people_and_groups(world: World, name: str) -> None:
    browser = world.browser(getattr(world, name))
    for path, body in (
        ("/people", NEW),
        ("/departments", {"name": "Sales"}),
        ("/teams", {"name": "Night", "department_id": str(world.support.id)}),
    ):
        assert browser.post(path, body).status_code == 403, path
    assert browser.patch(f"/people/{world.ben.id}", {"role": "admin"}).status_code == 403
    assert browser.patch(f"/departments/{world.support.id}", {"name": "X"}).status_code == 403


def test_an_edit_changes_role_groups_and_address(world: World) -> None:
    ana = world.browser(world.ana)
    team = fits(ana.post("/teams", {"name": "Night", "department_id": str(world.billing.id)}), shapes.TeamShown, 201)
    changes = {
        "role": "supervisor",
        "email": "benjamin@tandem.example",
        "department_ids": [str(world.billing.id)],
        "team_ids": [team["id"]],
        "language": "cs",
    }
    ben = fits(ana.patch(f"/people/{world.ben.id}", changes), shapes.ColleagueShown)
    assert (ben["role"], ben["email"], ben["language"]) == ("supervisor", "benjamin@tandem.example", "cs")
    assert [group["name"] for group in ben["departments"] + ben["teams"]] == ["Billing", "Night"]
    assert sign_in("benjamin@tandem.example").get("/me").json()["role"] == "supervisor"


def test_two_admins_merge_memberships_instead_of_overwriting(world: World) -> None:
    ana = world.browser(world.ana)
    support, billing = str(world.support.id), str(world.billing.id)
    base = {"department_ids": [support]}
    assert ana.patch(f"/people/{world.ben.id}", {"department_ids": [support, billing], "base": base}).status_code == 200
    changed = ana.patch(f"/people/{world.ben.id}", {"department_ids": [], "base": base}).json()
    assert [group["name"] for group in changed["departments"]] == ["Billing"], "the other's addition stays"
    clash = ana.patch(f"/people/{world.ben.id}", {"name": "Y", "base": {"name": "X"}})
    assert (clash.status_code, clash.json()["conflicts"][0]["theirs"]) == (409, "Ben")


def test_nobody_changes_their_own_role_or_disables_themselves(world: World) -> None:
    """sec:Z-05."""
    ana = world.browser(world.ana)
    for changes in ({"role": "agent"}, {"active": False}):
        answer = ana.patch(f"/people/{world.ana.id}", changes)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert ana.patch(f"/people/{world.ana.id}", {"name": "Ana A.", "role": "admin"}).status_code == 200


def test_the_last_active_admin_stays(world: World) -> None:
    """sec:Z-05."""
    ana = world.browser(world.ana)
    ana.patch(f"/people/{world.mia.id}", {"role": "admin"})
    mia = world.browser(world.mia)
    assert mia.patch(f"/people/{world.ana.id}", {"active": False}).status_code == 200
    answer = mia.patch(f"/people/{world.mia.id}", {"role": "agent"})
    assert answer.status_code == 403, "nor may she step down herself"
    assert Person.objects.filter(role="admin", active=True).count() == 1


def test_disabling_ends_sessions_and_tokens_at_once_and_for_good(world: World) -> None:
    """sec:G-02."""
    ben, program = world.browser(world.ben), world.program(world.ben)
    assert ben.get("/me").status_code == program.get("/me").status_code == 200
    ana = world.browser(world.ana)
    assert fits(ana.patch(f"/people/{world.ben.id}", {"active": False}), shapes.ColleagueShown)["can_sign_in"] is False
    assert (ben.get("/me").status_code, program.get("/me").status_code) == (401, 401)
    login = {"email": world.ben.email, "password": PASSWORD}
    assert Api().post("/_allauth/browser/v1/auth/login", login).status_code != 200
    assert ana.patch(f"/people/{world.ben.id}", {"active": True}).status_code == 200
    assert (ben.get("/me").status_code, program.get("/me").status_code) == (401, 401), "old keys stay dead"
    assert sign_in(world.ben.email).get("/me").status_code == 200


def test_a_new_role_ends_the_sessions_of_the_old_one(world: World) -> None:
    ben = world.browser(world.ben)
    assert ben.get("/me").status_code == 200
    world.browser(world.ana).patch(f"/people/{world.ben.id}", {"role": "light_agent"})
    assert ben.get("/me").status_code == 401
    assert sign_in(world.ben.email).get("/me").json()["role"] == "light_agent"


def test_a_new_password_ends_sessions_and_is_not_told(world: World) -> None:
    ben = world.browser(world.ben)
    assert ben.get("/me").status_code == 200
    answer = world.browser(world.ana).patch(f"/people/{world.ben.id}", {"password": "another long phrase"})
    assert answer.status_code == 200
    assert ben.get("/me").status_code == 401
    assert sign_in(world.ben.email, "another long phrase").get("/me").status_code == 200
    told = Event.objects.get(stream_kind="person", stream_id=world.ben.id, kind="person.password_set")
    assert "another" not in str(vars(told))


def test_a_customer_is_no_colleague_to_be_edited(world: World) -> None:
    ana = world.browser(world.ana)
    assert ana.patch(f"/people/{world.kim.id}", {"role": "agent"}).status_code == 404
    assert ana.patch(f"/people/{world.kim.id}", {"password": PASSWORD}).status_code == 404
    assert ana.patch("/people/1", {"name": "X"}).status_code == 404


def test_departments_and_teams_are_edited_by_merge(world: World) -> None:
    ana = world.browser(world.ana)
    made = fits(
        ana.post("/departments", {"name": "Sales", "member_ids": [str(world.ben.id)]}), shapes.DepartmentShown, 201
    )
    slugs = [row["slug"] for row in ana.get("/catalogue").json()["statuses"] if row["department_id"] == made["id"]]
    assert "open" in slugs, "it can hold tickets at once"
    changes = {"member_ids": [str(world.cai.id)], "base": {"member_ids": []}}
    edited = fits(ana.patch(f"/departments/{made['id']}", changes), shapes.DepartmentShown)
    assert set(edited["member_ids"]) == {str(world.ben.id), str(world.cai.id)}
    team = fits(ana.post("/teams", {"name": "Night", "department_id": made["id"]}), shapes.TeamShown, 201)
    moved = ana.patch(f"/teams/{team['id']}", {"department_id": str(world.support.id), "name": "Late"})
    assert fits(moved, shapes.TeamShown)["department_id"] == str(world.support.id)


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/departments", {"name": "Support"}, "/name"),
        ("/departments", {"name": " "}, "/name"),
        ("/departments", {"name": "Sales", "member_ids": ["5"]}, "/member_ids/0"),
        ("/teams", {"name": "Night", "department_id": "5"}, "/department_id"),
        ("/organisations", {"name": ""}, "/name"),
        ("/organisations", {"name": "Other", "domains": ["customer.example"]}, "/domains/0"),
        ("/organisations", {"name": "Other", "domains": ["ok.example", "no domain"]}, "/domains/1"),
    ],
)
def test_bad_groups_are_refused_at_their_place(world: World, path: str, body: dict[str, Any], pointer: str) -> None:
    answer = world.browser(world.ana).post(path, body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.content


def test_customers_cannot_be_members(world: World) -> None:
    answer = world.browser(world.ana).patch(f"/departments/{world.support.id}", {"member_ids": [str(world.kim.id)]})
    assert answer.json()["errors"][0]["pointer"] == "/member_ids/0"


def test_a_membership_counts_at_once(world: World) -> None:
    ticket = world.open_ticket(department=world.billing)
    ben = world.browser(world.ben)
    assert ben.get(f"/tickets/{ticket.number}").status_code == 404
    world.browser(world.ana).patch(f"/departments/{world.billing.id}", {"member_ids": [str(world.ben.id)]})
    assert ben.get(f"/tickets/{ticket.number}").status_code == 200
    world.browser(world.ana).patch(f"/departments/{world.billing.id}", {"member_ids": []})
    assert ben.get(f"/tickets/{ticket.number}").status_code == 404


def test_agents_keep_customers_and_organisations(world: World) -> None:
    ben = world.browser(world.ben)
    made = fits(
        ben.post("/organisations", {"name": "Bücher", "domains": ["Bücher.example"]}), shapes.OrganisationDetail, 201
    )
    assert made["domains"] == ["xn--bcher-kva.example"]
    moved = ben.patch(f"/customers/{world.oto.id}", {"organisation_id": made["id"], "name": "Otto"})
    assert fits(moved, shapes.CustomerDetail)["organisation"] == "Bücher"
    left = ben.patch(f"/customers/{world.oto.id}", {"organisation_id": None})
    assert fits(left, shapes.CustomerDetail)["organisation_id"] is None
    assert ben.patch(f"/customers/{world.ana.id}", {"name": "X"}).status_code in {403, 404}
    assert world.browser(world.lin).patch(f"/customers/{world.oto.id}", {"name": "X"}).status_code == 403
