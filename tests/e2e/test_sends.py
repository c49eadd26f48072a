"""Tickets that change hands, and replies that leave later or to many."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique, until
from tests.e2e.writing import reply_box


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


def test_another_department_in_the_details_is_asked_about_like_any_move(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Chosen in the details"))
    page = sign_in("Jonas Brandt", f"/tickets/{number}?view=all")
    page.get_by_role("region", name="Properties").get_by_role("button", name="Department: Support").click()
    page.get_by_role("menuitemradio", name="Billing").click()
    asked = page.get_by_role("dialog", name=f"Move #{number}")
    expect(asked.get_by_role("status")).to_contain_text("You do not work in Billing")
    asked.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Department: Support")).to_be_visible()
    page.get_by_role("region", name="Properties").get_by_role("button", name="Department: Support").click()
    page.get_by_role("menuitemradio", name="Billing").click()
    asked.get_by_role("button", name="Move", exact=True).click()
    expect(page).to_have_url(re.compile(r"/tickets\?"))
    assert desk.call("GET", f"/tickets/{number}")["department"]["name"] == "Billing"


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


def test_a_reply_waits_for_its_time_where_everybody_sees_it(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Tomorrow will do"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    words = unique("We open at nine")
    reply_box(page).fill(words)
    page.get_by_role("button", name="Choose the status that the reply sets, or when it is sent").click()
    page.get_by_role("menuitem", name="Send later…").click()
    page.get_by_role("dialog", name="Send later").get_by_role("button", name=re.compile("^Tomorrow")).click()
    bars = page.get_by_role("region", name="Scheduled replies")
    expect(bars).to_contain_text("Your reply will be sent on")
    expect(bars).to_contain_text(words)
    theirs = sign_in("Jonas Brandt", f"/tickets/{number}")
    expect(theirs.get_by_role("region", name="Scheduled replies")).to_contain_text(
        "A reply by Amara Okafor will be sent on"
    )
    bars.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("textbox", name="Text of the reply")).to_have_text(words)
    expect(bars).to_be_hidden()
    page.get_by_role("button", name="Choose the status that the reply sets, or when it is sent").click()
    page.get_by_role("menuitem", name="Send later…").click()
    page.get_by_role("dialog", name="Send later").get_by_role("button", name=re.compile("^Next week")).click()
    bars.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("article", name=re.compile("^Public reply by"))).to_contain_text(words)
    expect(bars).to_be_hidden()


def test_a_held_reply_is_reviewed_before_it_leaves(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Two answers"))
    seen = desk.call("GET", f"/tickets/{number}")["seq"]
    words = unique("It takes two weeks")
    at = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    desk.call("POST", f"/tickets/{number}/scheduled", {"at": at, "seen": seen, "body_html": f"<p>{words}</p>"})
    fresh = desk.call("GET", f"/tickets/{number}")["seq"]
    desk.call("POST", f"/tickets/{number}/messages", {"visibility": "public", "body": "One week.", "seen": fresh})

    def held() -> bool | None:
        rows = desk.call("GET", f"/tickets/{number}/scheduled")["results"]
        return True if rows[0]["state"] == "held" else None

    until(held)
    page = sign_in("Amara Okafor", f"/tickets/{number}?held=1")
    review = page.get_by_role("dialog", name="The ticket moved on while you were writing")
    expect(review.get_by_role("region", name="What is new")).to_contain_text("One week.")
    expect(review.get_by_role("textbox", name="Your reply")).to_have_text(words)
    review.get_by_role("button", name=re.compile("^Send after the reply by")).click()
    expect(page.get_by_role("article", name=re.compile("^Public reply by")).last).to_contain_text(words)
    assert desk.call("GET", f"/tickets/{number}/scheduled")["results"] == []


def test_more_than_one_reply_goes_to_are_told_beforehand_and_stay_selected(desk: Desk, sign_in: OpenPage) -> None:
    mark = unique("recall").replace(" ", "-")
    for at in range(102):
        desk.ticket(f"{mark} {at}", tags=[mark])
    page = sign_in("Amara Okafor", f"/tickets?view=all&tag={mark}")
    expect(page.get_by_role("list", name="Tickets")).to_contain_text(mark)
    page.keyboard.press("Shift+X")
    page.get_by_role("button", name="Select all tickets of this list").click()
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar.get_by_role("status")).to_have_text("102 selected")
    bar.get_by_role("button", name="Reply to all…").click()
    dialog = page.get_by_role("dialog", name="Reply to 100 tickets")
    limit = dialog.get_by_role("alert").filter(has_text="at most 100 tickets")
    expect(limit).to_contain_text("2 tickets get nothing now and stay selected.")
    dialog.get_by_role("textbox", name="Text of the reply").press_sequentially("It is fixed.")
    dialog.get_by_role("button", name="Preview").click()
    expect(limit).to_be_visible()
    # It is about what is said beforehand: nothing has to leave.
    page.route("**/tickets/bulk/reply", lambda route: route.abort())
    dialog.get_by_role("button", name="Send to 100 tickets").click()
    expect(page.get_by_role("region", name="What came of it")).to_be_visible()
    expect(bar.get_by_role("status")).to_have_text("2 selected")


def test_one_text_answers_many_and_what_moved_on_is_a_draft(desk: Desk, sign_in: OpenPage) -> None:
    mark = unique("outage").replace(" ", "")
    numbers = [desk.ticket(f"{mark} {at}") for at in range(2)]
    page = sign_in("Amara Okafor", f"/tickets?view=all&q={mark}")
    for number in numbers:
        page.get_by_role("checkbox", name=f"Select #{number}").check(force=True)
    # Chosen as it was then: what is said now, nobody who answers all has read.
    fresh = desk.call("GET", f"/tickets/{numbers[0]}")["seq"]
    desk.call("POST", f"/tickets/{numbers[0]}/messages", {"visibility": "public", "body": "We know.", "seen": fresh})
    bar = page.get_by_role("toolbar", name="Selected tickets")
    bar.get_by_role("button", name="Reply to all…").click()
    dialog = page.get_by_role("dialog", name="Reply to 2 tickets")
    dialog.get_by_role("textbox", name="Text of the reply").fill("Dear {{ requester.first_name }}, it works again.")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_role("region", name="Filled in")).to_contain_text("Dear Robin, it works again.")
    dialog.get_by_role("button", name="Send to 2 tickets").click()
    report = page.get_by_role("region", name="What came of it")
    expect(report).to_contain_text("1 done · 1 failed")
    report.get_by_role("button", name="Show why").click()
    expect(report.get_by_role("listitem")).to_contain_text("Its text is your draft there.")
    report.get_by_role("link", name=f"#{numbers[0]}").click()
    expect(page.get_by_role("textbox", name="Text of the reply")).to_have_text("Dear Robin, it works again.")
    assert desk.call("GET", f"/tickets/{numbers[1]}/messages")["results"][-1]["text"] == "Dear Robin, it works again."
