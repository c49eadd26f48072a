"""Tickets that change hands, and replies that leave later or to many."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique


def pick(dialog: Locator, field: str, option: str) -> None:
    """Choose one of many in a form, by keyboard."""
    dialog.get_by_role("combobox", name=field).press("ArrowDown")
    dialog.page.get_by_role("option", name=option).click()


def test_a_ticket_is_moved_out_of_sight_and_taken_back(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Which invoice"))
    page = sign_in("Jonas Brandt", f"/tickets/{number}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Move to a department…").click()
    dialog = page.get_by_role("dialog", name=f"Move #{number}")
    pick(dialog, "Department", "Billing")
    expect(dialog.get_by_role("status")).to_contain_text("you will not see this ticket any more")
    pick(dialog, "Owner", "Petra Malá")
    dialog.get_by_role("textbox", name="Internal note for them").fill("They ask about last month.")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/agent/tickets(\?.*)?$"))
    moved = desk.call("GET", f"/tickets/{number}")
    assert (moved["department"]["name"], moved["owner"]["name"]) == ("Billing", "Petra Malá")
    notes = desk.call("GET", f"/tickets/{number}/messages")["results"]
    assert notes[-1]["text"] == "They ask about last month."
    page.get_by_role("alert").filter(has_text=f"#{number} moved to Billing").get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"#{number} is back")).to_be_visible()
    back = desk.call("GET", f"/tickets/{number}")
    assert (back["department"]["name"], back["owner"]) == ("Support", None)
    page.goto(page.url.split("/agent/")[0] + f"/agent/tickets/{number}")
    expect(page.get_by_role("button", name="Department: Support")).to_be_visible()


def test_many_are_moved_from_the_list(desk: Desk, sign_in: OpenPage) -> None:
    mark = unique("moving").replace(" ", "")
    numbers = [desk.ticket(f"{mark} {at}") for at in range(2)]
    page = sign_in("Amara Okafor", f"/tickets?view=all&q={mark}")
    for number in numbers:
        page.get_by_role("checkbox", name=f"Select #{number}").check(force=True)
    bar = page.get_by_role("toolbar", name="Selected tickets")
    bar.get_by_role("button", name="Move to a department…").click()
    dialog = page.get_by_role("dialog", name="Move 2 tickets")
    pick(dialog, "Department", "Billing")
    expect(dialog.get_by_role("status")).to_contain_text("You will still see them there.")
    dialog.get_by_role("button", name="Move", exact=True).click()
    report = page.get_by_role("region", name="What came of it")
    expect(report).to_contain_text("2 done")
    places = {desk.call("GET", f"/tickets/{number}")["department"]["name"] for number in numbers}
    assert places == {"Billing"}
