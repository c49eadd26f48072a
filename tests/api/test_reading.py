"""What everybody reads when the workspace opens: themselves, the catalogue, views, people, groups."""

from __future__ import annotations

import pytest

from tandem.api.answers import people as shapes
from tandem.api.answers.views import ViewList
from tests.api.shapes import fits
from tests.world import World


def test_me_tells_role_places_and_abilities(world: World) -> None:
    ben = fits(world.browser(world.ben).get("/me"), shapes.MeShown)
    assert (ben["name"], ben["role"], ben["demo"]) == ("Ben", "agent", False)
    assert [place["name"] for place in ben["departments"]] == ["Support"]
    assert ben["abilities"]["reply"] == {"allowed": True, "reason": None}
    assert ben["abilities"]["manage_people"]["allowed"] is False
    assert ben["abilities"]["manage_people"]["reason"]


def test_me_counts_unread_notifications(world: World) -> None:
    world.open_ticket(owner=world.ben)
    ticket = world.open_ticket("Another", owner=world.ben)
    before = world.browser(world.ben).get("/me").json()["unread_notifications"]
    world.write(ticket)
    assert world.browser(world.ben).get("/me").json()["unread_notifications"] == before + 1


def test_everybody_sets_their_own_preferences(world: World) -> None:
    browser = world.browser(world.lin)
    changes = {"language": "zh-CN", "time_zone": "Europe/Prague", "name": "Lin L."}
    changed = fits(browser.patch("/me", changes), shapes.MeShown)
    assert {key: changed[key] for key in changes} == changes
    assert browser.get("/me").json()["language"] == "zh-CN"


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"language": "xx"}, 422, "/language"),
        ({"time_zone": "Mars/Olympus"}, 422, "/time_zone"),
        ({"name": " "}, 422, "/name"),
        ({"name": "a\nb"}, 400, "/name"),
        ({"name": 1}, 400, "/name"),
        ({"role": "admin"}, 400, "/role"),
        ({}, 422, ""),
    ],
)
def test_bad_preferences_are_located(world: World, changes: dict[str, object], status: int, pointer: str) -> None:
    answer = world.browser(world.ben).patch("/me", changes)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_preferences_merge_with_another_tab(world: World) -> None:
    browser = world.browser(world.ben)
    browser.patch("/me", {"name": "Benjamin"})
    assert browser.patch("/me", {"time_zone": "Asia/Tokyo", "base": {"time_zone": "UTC"}}).status_code == 200
    clash = browser.patch("/me", {"name": "Benny", "base": {"name": "Ben"}})
    assert clash.status_code == 409
    assert clash.json()["code"] == "record.edit_conflict"
    (conflict,) = clash.json()["conflicts"]
    assert (conflict["field"], conflict["theirs"], conflict["by"]["name"]) == ("name", "Benjamin", "Benjamin")


def test_the_catalogue_names_everything(world: World) -> None:
    world.open_ticket(tags=["printer", "floor-2"])
    world.open_ticket(tags=["printer"])
    world.open_ticket(tags=["secret"], department=world.billing)
    found = fits(world.browser(world.ben).get("/catalogue"), shapes.CatalogueShown)
    assert {status["slug"] for status in found["statuses"]} >= {"open", "waiting", "solved", "closed"}
    assert found["priorities"] == ["none", "low", "medium", "high", "urgent"]
    assert [agent["name"] for agent in found["agents"]] == ["Ana", "Mia", "Sam", "Ben", "Cai", "Lin"]
    assert found["tags"] == ["printer", "floor-2"], "most used first, and none of tickets that Ben may not see"


def test_views_are_named_in_the_reader_s_language_and_counted(world: World) -> None:
    world.open_ticket(owner=world.ben)
    world.open_ticket()
    world.open_ticket(department=world.billing)
    views = fits(world.browser(world.ben).get("/views"), ViewList)["results"]
    counts = {view["key"]: view["count"] for view in views}
    assert (counts["mine_open"], counts["unassigned"], counts["open"], counts["trash"]) == (1, 1, 2, 0)


def test_people_are_listed_widest_rights_first_and_found_by_name(world: World) -> None:
    browser = world.browser(world.lin)
    people = fits(browser.get("/people"), shapes.ColleagueList)["results"]
    assert [person["name"] for person in people] == ["Ana", "Mia", "Sam", "Ben", "Cai", "Lin"]
    assert [person["name"] for person in browser.get("/people", q="be").json()["results"]] == ["Ben"]
    one = fits(browser.get(f"/people/{world.cai.id}"), shapes.ColleagueShown)
    assert one["departments"] == [{"id": str(world.billing.id), "name": "Billing"}]
    assert one["can_sign_in"] is True
    assert browser.get(f"/people/{world.kim.id}").status_code == 404, "a customer is no colleague"


def test_customers_are_paged_and_count_only_visible_tickets(world: World) -> None:
    world.open_ticket()
    world.open_ticket(department=world.billing)
    browser = world.browser(world.ben)
    customers = fits(browser.get("/customers"), shapes.CustomerList)
    assert [(row["name"], row["organisation"], row["tickets"]) for row in customers["results"]] == [
        ("Kim", "Customer Ltd", 1),
        ("Lee", "Customer Ltd", 0),
        ("Oto", None, 0),
    ]
    assert [row["name"] for row in browser.get("/customers", q="elsewhere").json()["results"]] == ["Oto"]
    assert fits(browser.get(f"/customers/{world.kim.id}"), shapes.CustomerDetail)["tickets"] == 1
    assert browser.get(f"/customers/{world.ben.id}").status_code == 404


def test_a_cursor_of_customers_neither_skips_nor_repeats(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.people.queries.PAGE", 2)
    browser = world.browser(world.ben)
    first = browser.get("/customers").json()
    second = browser.get("/customers", cursor=first["next"]).json()
    assert [row["name"] for row in first["results"] + second["results"]] == ["Kim", "Lee", "Oto"]
    assert second["next"] is None
    assert browser.get("/customers", cursor="forged").status_code == 400


def test_groups_are_listed_with_their_members(world: World) -> None:
    browser = world.browser(world.ben)
    departments = fits(browser.get("/departments"), shapes.DepartmentList)["results"]
    assert {row["name"]: len(row["member_ids"]) for row in departments} == {"Support": 3, "Billing": 1}
    assert fits(browser.get("/teams"), shapes.TeamList) == {"results": []}
    (organisation,) = fits(browser.get("/organisations"), shapes.OrganisationList)["results"]
    assert organisation["domains"] == ["customer.example"]
    detail = fits(browser.get(f"/organisations/{organisation['id']}"), shapes.OrganisationDetail)
    assert detail == organisation | {"tickets": 0, "joinable": 0}


def test_a_narrow_token_reads_only_what_its_scopes_name(world: World) -> None:
    program = world.program(world.ana, "tickets.read")
    assert program.get("/views").status_code == 200
    for path in ("/people", "/customers", "/catalogue", "/departments", "/teams", "/organisations"):
        answer = program.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
