"""What an admin decides about a department: its statuses, their looks, and which of them messages set by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import people as shapes
from tandem.api.answers.tickets import StatusList, StatusShown
from tandem.people.models import Department
from tandem.tickets.models import Status
from tandem.tickets.vocabulary import COLOURS, STATUS_SETS
from tests.api.shapes import fits
from tests.world import Api, World


@pytest.fixture
def ana(world: World) -> Api:
    return world.browser(world.ana)


def _status(world: World, slug: str) -> Status:
    return Status.objects.get(department=world.support, slug=slug)


def _edit(api: Api, status: Status, headers: dict[str, str] | None = None, /, **changes: tuple[Any, Any]) -> Any:
    edits = {field: {"base": base, "mine": mine} for field, (base, mine) in changes.items()}
    return api.patch(f"/statuses/{status.id}", {"changes": edits}, **(headers or {}))


def test_departments_say_what_messages_set(world: World, ana: Api) -> None:
    rows = fits(ana.get("/departments"), shapes.DepartmentList)["results"]
    assert {(row["on_customer_reply"], row["on_agent_reply"]) for row in rows} == {("open", "waiting")}


def test_an_admin_decides_what_an_agents_reply_sets(world: World, ana: Api) -> None:
    ticket = world.open_ticket()
    changes = {"on_agent_reply": "on-hold", "base": {"on_agent_reply": "waiting"}}
    edited = fits(ana.patch(f"/departments/{world.support.id}", changes), shapes.DepartmentShown)
    assert (edited["on_customer_reply"], edited["on_agent_reply"]) == ("open", "on-hold")
    named = fits(ana.get("/catalogue"), shapes.CatalogueShown)["departments"]
    assert {one["name"]: one["on_agent_reply"] for one in named} == {"Support": "on-hold", "Billing": "waiting"}
    body = {"visibility": "public", "body": "Looking into it.", "seen": ticket.seq}
    assert world.browser(world.ben).post(f"/tickets/{ticket.number}/messages", body).status_code == 201
    ticket.refresh_from_db()
    assert ticket.status.slug == "on-hold"


def test_an_empty_rule_leaves_the_status_as_it_is(world: World, ana: Api) -> None:
    changes = {"on_agent_reply": "", "on_customer_reply": ""}
    edited = fits(ana.patch(f"/departments/{world.support.id}", changes), shapes.DepartmentShown)
    assert (edited["on_customer_reply"], edited["on_agent_reply"]) == ("", "")
    ticket = world.open_ticket()
    body = {"visibility": "public", "body": "Looking into it.", "seen": ticket.seq}
    assert world.browser(world.ben).post(f"/tickets/{ticket.number}/messages", body).status_code == 201
    ticket.refresh_from_db()
    assert ticket.status.slug == "open"


@pytest.mark.parametrize("field", ["on_customer_reply", "on_agent_reply"])
@pytest.mark.parametrize(("slug", "code"), [("nowhere", "unknown"), ("closed", "final"), ("pending", "unknown")])
def test_only_a_status_of_the_department_that_takes_replies_can_be_set(
    world: World, ana: Api, field: str, slug: str, code: str
) -> None:
    ana.post("/departments", {"name": "Sales", "status_set": "five-step"})
    answer = ana.patch(f"/departments/{world.support.id}", {field: slug})
    assert answer.status_code == 422, answer.content
    (problem,) = answer.json()["errors"]
    assert (problem["pointer"], problem["code"]) == (f"/{field}", code)
    assert getattr(Department.objects.get(id=world.support.id), field) != slug


def test_an_old_rule_that_points_nowhere_does_not_stand_in_the_way_of_a_new_name(world: World, ana: Api) -> None:
    Department.objects.filter(id=world.support.id).update(on_agent_reply="gone")
    assert ana.patch(f"/departments/{world.support.id}", {"name": "Help"}).status_code == 200


def test_two_admins_who_change_the_same_rule_are_told(world: World, ana: Api) -> None:
    path = f"/departments/{world.support.id}"
    base = {"on_agent_reply": "waiting", "on_customer_reply": "open"}
    assert ana.patch(path, {"on_agent_reply": "on-hold", "base": base}).status_code == 200
    clash = ana.patch(path, {"on_agent_reply": "solved", "base": base})
    assert clash.status_code == 409
    (conflict,) = clash.json()["conflicts"]
    assert (conflict["field"], conflict["theirs"], conflict["by"]["name"]) == ("on_agent_reply", "on-hold", "Ana")
    merged = ana.patch(path, {"on_customer_reply": "escalated", "base": base})
    assert fits(merged, shapes.DepartmentShown)["on_agent_reply"] == "on-hold", "another field is no conflict"


@pytest.mark.parametrize("name", ["mia", "sam", "ben", "lin"])
def test_nobody_but_admins_changes_rules_or_statuses(world: World, name: str) -> None:
    api = world.browser(getattr(world, name))
    assert api.patch(f"/departments/{world.support.id}", {"on_agent_reply": ""}).status_code == 403
    assert _edit(api, _status(world, "open"), colour=("orange", "teal")).status_code == 403
    assert api.post("/departments", {"name": "Sales", "status_set": "simple"}).status_code == 403


@pytest.mark.parametrize("key", STATUS_SETS)
def test_a_new_department_begins_with_the_chosen_set(world: World, ana: Api, key: str) -> None:
    made = fits(ana.post("/departments", {"name": "Sales", "status_set": key}), shapes.DepartmentShown, 201)
    rows = fits(ana.get("/statuses"), StatusList)
    own = [row["slug"] for row in rows["results"] if row["department_id"] == made["id"]]
    (offered,) = (each for each in rows["sets"] if each["key"] == key)
    assert own == [ready["slug"] for ready in offered["statuses"]]
    assert (made["on_customer_reply"], made["on_agent_reply"]) == (
        offered["on_customer_reply"],
        offered["on_agent_reply"],
    )


def test_a_new_department_may_have_rules_of_its_own(world: World, ana: Api) -> None:
    body = {"name": "Sales", "status_set": "simple", "on_agent_reply": ""}
    made = fits(ana.post("/departments", body), shapes.DepartmentShown, 201)
    assert (made["on_customer_reply"], made["on_agent_reply"]) == ("open", "")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"status_set": "endless"}, "/status_set"),
        ({"status_set": "simple", "on_agent_reply": "waiting"}, "/on_agent_reply"),
        ({"on_customer_reply": "closed"}, "/on_customer_reply"),
    ],
)
def test_a_bad_new_department_is_refused_at_its_place(
    world: World, ana: Api, changes: dict[str, str], pointer: str
) -> None:
    answer = ana.post("/departments", {"name": "Sales"} | changes)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.content
    assert not Department.objects.filter(name="Sales").exists()


@pytest.mark.parametrize("colour", COLOURS)
def test_a_status_takes_every_colour_of_the_list(world: World, ana: Api, colour: str) -> None:
    shown = fits(_edit(ana, _status(world, "open"), colour=("orange", colour)), StatusShown)
    assert shown["colour"] == colour
    told = [row["colour"] for row in ana.get("/catalogue").json()["statuses"] if row["id"] == shown["id"]]
    assert told == [colour]


@pytest.mark.parametrize(
    ("slug", "changes", "pointer"),
    [
        ("open", {"colour": ("orange", "mauve")}, "/changes/colour/mine"),
        ("open", {"name": ("Open", "  ")}, "/changes/name/mine"),
        ("closed", {"offered_on_send": (False, True)}, "/changes/offered_on_send/mine"),
    ],
)
def test_a_bad_edit_of_a_status_is_refused_at_its_place(
    world: World, ana: Api, slug: str, changes: dict[str, tuple[Any, Any]], pointer: str
) -> None:
    answer = _edit(ana, _status(world, slug), **changes)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.content


def test_statuses_are_moved_and_offered(world: World, ana: Api) -> None:
    escalated, opened = _status(world, "escalated"), _status(world, "open")
    assert _edit(ana, escalated, position=(3, 0), offered_on_send=(False, True)).status_code == 200
    assert _edit(ana, opened, position=(0, 3)).status_code == 200
    rows = [row for row in ana.get("/statuses").json()["results"] if row["department_id"] == str(world.support.id)]
    assert [row["slug"] for row in rows][:4] == ["escalated", "waiting", "on-hold", "open"]
    assert rows[0]["offered_on_send"] is True


def test_a_ready_made_name_is_edited_as_it_was_read_and_found_again(world: World, ana: Api) -> None:
    """The author saw a translation of what is stored empty: that is no conflict, and its return is no new name."""
    czech = {"Accept_Language": "cs"}
    rows = ana.call("GET", "/statuses", **czech).json()["results"]
    shown = next(row["name"] for row in rows if row["slug"] == "waiting")
    assert shown != "Waiting"
    waiting = _status(world, "waiting")
    assert fits(_edit(ana, waiting, czech, name=(shown, "Na tahu zákazník")), StatusShown)["name"] == "Na tahu zákazník"
    clash = _edit(ana, waiting, czech, name=(shown, "Jinak"))
    assert (clash.status_code, clash.json()["conflicts"][0]["theirs"]) == (409, "Na tahu zákazník")
    assert _edit(ana, waiting, czech, name=("Na tahu zákazník", shown)).status_code == 200
    assert _status(world, "waiting").name == "", "everybody reads it in their own language again"


def test_a_customers_message_sets_what_the_department_says(world: World, ana: Api) -> None:
    assert ana.patch(f"/departments/{world.support.id}", {"on_customer_reply": "escalated"}).status_code == 200
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    body = {"visibility": "public", "body": "Looking into it.", "seen": ticket.seq}
    assert ben.post(f"/tickets/{ticket.number}/messages", body).status_code == 201
    world.write(ticket)
    ticket.refresh_from_db()
    assert ticket.status.slug == "escalated"
