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
