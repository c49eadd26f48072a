"""What is looked at before a reply leaves: told of, mended or sent all the same, with nothing but keys."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import SEND, reply_box


def test_one_reason_is_mended_and_another_sent_anyway(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Two slips"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    expect(page.get_by_role("button", name="Reply", exact=True)).to_be_visible()
    keys = page.keyboard
    keys.press("r")
    box = page.get_by_role("textbox", name="Text of the reply")
    expect(box).to_be_focused()
    keys.type("Dear {{ requester.nickname }}, the invoice is attached.")

    dialog = page.get_by_role("dialog", name="Before this reply leaves")
    reasons = dialog.get_by_role("listitem")
    # A key that is held is pressed once.
    keys.down("ControlOrMeta")
    keys.down("Enter")
    expect(reasons).to_have_count(2)
    keys.down("Enter")
    keys.up("Enter")
    keys.up("ControlOrMeta")
    expect(reasons.first).to_contain_text("{{ requester.nickname }}")
    expect(reasons.last).to_contain_text("promises a file")
    expect(reasons.first.get_by_role("button", name="Show in the text")).to_be_focused()
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    expect(box).to_be_focused()
    keys.type("Robin")
    expect(box).to_have_text("Dear Robin, the invoice is attached.")

    box.press(SEND)
    expect(reasons).to_have_count(1)
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_text("Dear Robin, the invoice is attached.")
    assert len(desk.call("GET", f"/tickets/{number}/messages")["results"]) == 1

    keys.press(SEND)
    expect(reasons).to_have_count(1)
    keys.press(SEND)
    sent = page.get_by_role("article", name=re.compile("^Public reply by Amara Okafor"))
    expect(sent).to_contain_text("Dear Robin, the invoice is attached.")
    expect(dialog).to_have_count(0)


def test_what_is_written_in_the_review_is_looked_at_too(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Moved on"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    box = reply_box(page)
    box.press_sequentially("It will ring.")
    news = "The mechanic comes on Friday."
    seen = desk.call("GET", f"/tickets/{number}")["seq"]
    desk.call("POST", f"/tickets/{number}/messages", {"visibility": "public", "body": news, "seen": seen})
    expect(page.get_by_role("log", name="Conversation")).to_contain_text(news)
    box.press(SEND)
    review = page.get_by_role("dialog", name="The ticket moved on while you were writing")
    review.get_by_role("textbox", name="Your reply").press_sequentially("See attached: ")
    review.get_by_role("button", name=re.compile("^Send after")).click()
    dialog = page.get_by_role("dialog", name="Before this reply leaves")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    expect(review).to_have_count(0)
    expect(box).to_contain_text("See attached")
    dialog.get_by_role("button", name="Send anyway").press("Enter")
    # What was read in the review need not be read again.
    expect(page.get_by_role("article", name=re.compile("^Public reply by")).last).to_contain_text("See attached")
    expect(dialog.or_(review)).to_have_count(0)


def test_what_the_department_holds_replies_for_has_to_be_changed(desk: Desk, sign_in: OpenPage) -> None:
    name, stranger = unique("Rentals"), f"{unique('kay').replace(' ', '-')}@elsewhere.example"
    department = desk.call("POST", "/departments", {"name": name, "member_ids": [desk.person("Amara Okafor")]})
    number = desk.ticket(unique("Two slips"), department_id=department["id"])
    # An address that no list shows: the window cannot know it.
    other = desk.ticket(unique("Lamp"), requester={"email": f"kay.{stranger}", "name": "Kay"})
    kay = desk.call("GET", f"/tickets/{other}")["requester"]["id"]
    desk.call("POST", f"/customers/{kay}/addresses", {"email": stranger})

    page = sign_in("Amara Okafor", "/people?tab=departments")
    page.get_by_role("row").filter(has_text=name).get_by_role("button", name="Edit").click()
    settings = page.get_by_role("dialog", name=name)
    for kind in ("A placeholder that nothing has replaced", "The address of another customer"):
        settings.get_by_role("combobox", name="No reply leaves with").press("ArrowDown")
        page.get_by_role("option", name=kind).click()
    settings.get_by_role("button", name="Save").click()
    expect(settings).to_have_count(0)

    page.goto(f"{desk.url}/agent/tickets/{number}")
    box = reply_box(page)
    box.press_sequentially(f"Dear {{{{ nickname }}}}, please ask {stranger} about it.")
    dialog = page.get_by_role("dialog", name="Before this reply leaves")
    reasons, firm = dialog.get_by_role("listitem"), "Your department lets no reply leave with this."
    box.press(SEND)
    expect(reasons).to_have_count(1)
    expect(reasons).to_contain_text(firm)
    expect(dialog.get_by_role("button", name="Send anyway")).to_have_count(0)
    page.keyboard.press(SEND)
    dialog.get_by_role("button", name="Take it out").click()
    expect(dialog).to_have_count(0)

    # The stranger is known to the server alone.
    box.press(SEND)
    expect(reasons).to_contain_text(f"“{stranger}” is the address of another customer.")
    expect(reasons).to_contain_text(firm)
    assert len(desk.call("GET", f"/tickets/{number}/messages")["results"]) == 1
    dialog.get_by_role("button", name="Show in the text").click()
    expect(box).to_be_focused()
    page.keyboard.type("the workshop")
    expect(box).to_have_text("Dear , please ask the workshop about it.")
    box.press(SEND)
    expect(page.get_by_role("article", name=re.compile("^Public reply by"))).to_contain_text("ask the workshop")
