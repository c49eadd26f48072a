"""Whom a ticket calls: a colleague who is named in a note, and everybody once a snoozed one wakes up."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import note_box

#: Timers are looked at every second.
WAKES_MS = 15_000


def row(page: Page, subject: str) -> Locator:
    return page.get_by_role("region", name="Ticket list").get_by_role("link", name=re.compile(re.escape(subject)))


def test_a_colleague_who_is_named_in_a_note_is_led_to_it_and_a_customer_is_never_named(
    sign_in: OpenPage, desk: Desk
) -> None:
    number = desk.ticket(unique("Who knows this bell"))
    mine = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    theirs = sign_in("Jonas Brandt", "/tickets?view=all")
    box = note_box(mine)
    box.press_sequentially("@Robin")
    customer = mine.get_by_role("option", name=re.compile("Robin Hale"))
    expect(customer).to_have_attribute("aria-disabled", "true")
    box.press_sequentially(" Hale please")
    mine.get_by_role("button", name="Add internal note").click()
    expect(mine.get_by_role("alert").filter(has_text="is a customer and sees no internal notes")).to_be_visible()
    box.fill("")
    box.press_sequentially("@jon")
    expect(mine.get_by_role("listbox", name="Colleagues").get_by_role("option").first).to_contain_text("Jonas Brandt")
    box.press("Enter")
    box.press_sequentially("do you know?")
    mine.get_by_role("button", name="Add internal note").click()
    note = mine.get_by_role("article", name=re.compile("^Internal note by"))
    expect(note).to_contain_text("@Jonas Brandt do you know?")
    expect(mine.get_by_role("button", name="Followers: Jonas Brandt")).to_be_visible()

    theirs.get_by_role("link", name=re.compile(r"^Notifications, \d+ unread")).click()
    told = theirs.get_by_role("region", name=re.compile(f"^#{number} "))
    told.get_by_role("link", name=re.compile("mentioned you")).click()
    expect(theirs.get_by_role("article", name=re.compile("^Internal note by"))).to_be_focused()
    expect(theirs).to_have_url(re.compile(rf"/tickets/{number}\?.*message=m\d+"))


def test_a_snoozed_ticket_leaves_the_list_and_comes_back_by_itself(sign_in: OpenPage, desk: Desk) -> None:
    subject = unique("Sleep well")
    number = desk.ticket(subject, owner_id=desk.person("Jonas Brandt"))
    page = sign_in("Jonas Brandt", f"/tickets/{number}?view=mine_open")
    expect(row(page, subject)).to_be_visible()
    page.get_by_role("article").first.wait_for()
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name=f"Snooze #{number}")
    dialog.get_by_role("button", name=re.compile("^Tomorrow")).click()
    expect(
        page.get_by_text(re.compile("^Snoozed until .* by Jonas Brandt, or until the customer answers"))
    ).to_be_visible()
    page.goto(page.url.replace(f"/tickets/{number}", "/tickets").replace("mine_open", "snoozed"))
    expect(row(page, f"{subject}")).to_contain_text("09:00")
    # The clock is not to be waited for: the moment is moved to where the clock is.
    soon = datetime.fromtimestamp(time.time() + 1, UTC).isoformat()
    desk.call("POST", f"/tickets/{number}/snooze", {"until": soon})
    expect(row(page, subject)).to_have_count(0, timeout=WAKES_MS)
    page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile("^My open tickets")).click()
    expect(row(page, subject)).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Notifications, \d+ unread")).click()
    expect(page.get_by_role("region", name=f"#{number} {subject}").get_by_text("is back")).to_be_visible()
