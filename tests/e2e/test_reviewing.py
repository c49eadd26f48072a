"""What a department has reviewed before a reply leaves: chosen by an admin, done by a colleague, read, and sent knowingly."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import SEND, note_box, reply_box


def test_a_colleagues_change_is_read_before_the_reply_leaves(desk: Desk, sign_in: OpenPage) -> None:
    name = unique("Returns")
    members = [desk.person("Amara Okafor"), desk.person("Jonas Brandt")]
    department = desk.call("POST", "/departments", {"name": name, "member_ids": members})
    number = desk.ticket(unique("Where is my parcel"), department_id=department["id"])

    ana = sign_in("Amara Okafor", "/people?tab=departments")
    ana.get_by_role("row").filter(has_text=name).get_by_role("button", name="Edit").click()
    settings = ana.get_by_role("dialog", name=name)
    for kind in ("Internal notes", "Status and snoozing"):
        settings.get_by_role("combobox", name="Also review before a reply leaves").press("ArrowDown")
        ana.get_by_role("option", name=kind).click()
    settings.get_by_role("button", name="Save").click()
    expect(settings).to_have_count(0)

    ana.goto(f"{desk.url}/agent/tickets/{number}")
    box = reply_box(ana)
    box.press_sequentially("It will arrive on Monday.")
    button = ana.get_by_role("button", name="Review and send")
    expect(button).to_have_count(0)

    jonas = sign_in("Jonas Brandt", f"/tickets/{number}")
    jonas.get_by_role("button", name="Status: Open").first.click()
    jonas.get_by_role("menuitemradio", name="On hold").click()
    # She sees it as it happens, without having sent anything.
    happened = re.compile("Jonas Brandt changed the status from Open to On hold")
    expect(ana.get_by_role("alert").filter(has_text="While you were writing")).to_contain_text(happened)
    expect(button).to_be_visible()

    box.press(SEND)
    review = ana.get_by_role("dialog", name="The ticket moved on while you were writing")
    news = review.get_by_role("region", name="What is new")
    expect(news.get_by_role("article")).to_have_count(1)
    expect(news).to_contain_text(happened)
    review.get_by_role("button", name="Keep editing").last.click()
    expect(box).to_have_text("It will arrive on Monday.")

    note_box(jonas).press_sequentially("The carrier has lost it.")
    jonas.get_by_role("button", name="Add internal note").click()
    expect(ana.get_by_role("log", name="Conversation")).to_contain_text("The carrier has lost it.")
    box.press(SEND)
    expect(news.get_by_role("article")).to_have_count(2)
    expect(news.get_by_role("article").last).to_contain_text("Internal")
    expect(news.get_by_role("article").last).to_contain_text("The carrier has lost it.")
    review.get_by_role("button", name="Send after the note by Jonas Brandt").click()
    expect(ana.get_by_role("article", name=re.compile("^Public reply by"))).to_contain_text("It will arrive on Monday.")

    ana.get_by_role("navigation", name="Parts of the ticket").get_by_role("link", name="History").click()
    entry = ana.get_by_role("region", name="History").get_by_role("listitem").filter(has_text="Sent knowing")
    expect(entry).to_contain_text(happened)
    expect(entry).to_contain_text("Jonas Brandt wrote an internal note")
