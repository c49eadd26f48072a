"""Several conversations on one ticket: of two kinds, told apart, and each with what is written in it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique


def test_colleagues_talk_beside_the_customer(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Two talks"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="New conversation…").click()
    dialog = page.get_by_role("dialog", name="New conversation")
    expect(dialog.get_by_role("radio", name="Internal")).to_be_checked()
    dialog.get_by_role("textbox", name="Title").fill("Prices")
    dialog.get_by_role("button", name="Start the conversation").click()
    card = page.get_by_role("region", name="Message in “Prices”")
    expect(card).to_contain_text("Only your colleagues see this.")
    card.get_by_role("textbox", name="Text of the internal note").fill("They pay too much.")
    card.get_by_role("button", name="Send to colleagues").click()
    log = page.get_by_role("log", name="Conversation")
    expect(log.get_by_role("article")).to_have_count(1)
    chips = page.get_by_role("navigation", name="Conversations")
    chips.get_by_role("link", name="First conversation").press("Enter")
    expect(log).to_contain_text("The bell does not ring.")
    expect(log).not_to_contain_text("They pay too much.")
    chips.get_by_role("link", name="All").click()
    expect(log).to_contain_text("They pay too much.")
    (message,) = (one for one in desk.call("GET", f"/tickets/{number}/messages")["results"] if one["kind"] == "note")
    assert message["conversation_id"] and not message["deliveries"]


def test_a_conversation_with_the_customer_says_who_gets_it_and_keeps_its_draft(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Refund apart"))
    desk.call("POST", f"/tickets/{number}/conversations", {"title": "Your refund", "kind": "customer"})
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    chips = page.get_by_role("navigation", name="Conversations")
    chips.get_by_role("link", name="Your refund").click()
    card = page.get_by_role("region", name="Message in “Your refund”")
    card.get_by_role("textbox", name="Text of the reply").fill("It is on its way.")
    expect(card).to_contain_text("Will be mailed to Robin Hale <robin@hale.example>")
    expect(card).to_contain_text("Saved")
    chips.get_by_role("link", name="All").click()
    expect(page.get_by_role("region", name="Answer").get_by_role("button", name="Reply")).to_be_visible()
    chips.get_by_role("link", name="Your refund").click()
    expect(card.get_by_role("textbox", name="Text of the reply")).to_have_text("It is on its way.")
    card.get_by_role("button", name="Send reply").first.click()
    expect(page.get_by_role("log", name="Conversation").get_by_role("article")).to_contain_text("It is on its way.")
