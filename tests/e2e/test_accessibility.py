"""What axe finds (WCAG 2.2 AA): nothing, in both schemes, with dialogs, menus and the composer open."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.faults import violations
from tests.e2e.server import Server
from tests.e2e.writing import SEND, reply_box, saved

#: The name of the dialog that a key opens at a ticket.
OPENED_BY = {
    "ControlOrMeta+K": "Find anything, do anything",
    "?": "Shortcuts",
    "m": "Choose a macro",
    "h": re.compile("^Snooze #"),
}


def test_the_composer_menus_and_dialogs(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("For everybody"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    reply_box(page).press_sequentially("An answer for all.")
    saved(page)
    assert violations(page) == []
    seen = desk.call("GET", f"/tickets/{number}")["seq"]
    overtaking = {"visibility": "public", "body": "I was faster.", "seen": seen, "client_id": str(uuid4())}
    desk.call("POST", f"/tickets/{number}/messages", overtaking)
    expect(page.get_by_role("button", name="Review and send")).to_be_visible()
    page.get_by_role("textbox", name="Text of the reply").press(SEND)
    review = page.get_by_role("dialog", name="The ticket moved on while you were writing")
    expect(review).to_contain_text("I was faster.")
    assert violations(page) == []
    review.get_by_role("button", name="Keep editing").last.click()
    expect(review).to_be_hidden()
    page.get_by_role("tab", name="Internal note").click()
    expect(page.get_by_role("textbox", name="Text of the internal note")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem", name="Move to the trash")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{server.url}/agent/people")
    page.get_by_role("button", name="Add an agent").click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="Name")).to_be_focused()
    assert violations(page) == []


def test_what_opens_by_a_key_over_a_ticket(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Under a dialog"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    page.get_by_role("article").first.wait_for()
    found = {}
    for key, name in OPENED_BY.items():
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name=name)
        dialog.get_by_role("button").or_(dialog.get_by_role("option")).first.wait_for()
        found[key] = violations(page)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="New conversation…").click()
    expect(page.get_by_role("dialog", name="New conversation").get_by_role("radio", name="Internal")).to_be_checked()
    found["new conversation"] = violations(page)
    assert {what: lines for what, lines in found.items() if lines} == {}


def test_conditions_and_the_bar_of_many(desk: Desk, sign_in: OpenPage) -> None:
    mark = unique("beneath").replace(" ", "")
    number = desk.ticket(f"{mark} one")
    page = sign_in("Amara Okafor", f"/tickets?view=all&q={mark}")
    page.get_by_role("checkbox", name=f"Select #{number}").check(force=True)
    expect(page.get_by_role("toolbar", name="Selected tickets")).to_contain_text("1 selected")
    assert violations(page) == []
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="More conditions…").click()
    dialog = page.get_by_role("dialog", name="Conditions")
    dialog.get_by_role("button", name="Group", exact=True).click()
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("group", name="Rule 1").first).to_contain_text("A value is missing.")
    assert violations(page) == []


def test_a_ticket_on_a_phone_and_its_details(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("In the hand"))
    phone = sign_in("Amara Okafor", f"/tickets/{number}?view=all", width=390, height=844)
    phone.get_by_role("article").first.wait_for()
    assert violations(phone) == []
    phone.get_by_role("button", name="Details").click()
    expect(
        phone.get_by_role("dialog", name="Details").get_by_role("button", name="Priority: No priority")
    ).to_be_visible()
    assert violations(phone) == []


def test_earlier_versions_the_sheet_of_a_phone_and_a_lost_page(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("In small"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all", width=390, height=844)
    box = reply_box(page)
    box.press_sequentially("A first attempt.")
    saved(page)
    assert violations(page) == []
    box.press("ControlOrMeta+A")
    box.press("Delete")
    expect(box).to_have_text("")
    page.get_by_role("button", name="More for this text").click()
    page.get_by_role("menuitem", name="Earlier versions").click()
    expect(page.get_by_role("region", name="Text of this version")).to_have_text("A first attempt.")
    assert violations(page) == []

    page.goto(page.url.split("/tickets/")[0] + "/nowhere")
    expect(page.get_by_role("main").get_by_role("heading", level=1, name="There is no such page")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="To the tickets").click()
    expect(page.get_by_role("list", name="Tickets")).to_be_visible()
