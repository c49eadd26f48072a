"""The keyboard: one's own keys, pairs, panes, fields that a key opens."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique


def test_keys_are_changed_and_follow_their_person(sign_in: OpenPage) -> None:
    page = sign_in("Lucía Fernández", "/me/shortcuts")
    page.get_by_role("button", name="Change the key: Reply").click()
    field = page.get_by_role("textbox", name="New key: Reply")
    expect(field).to_be_focused()
    field.press("Control+w")
    expect(page.get_by_text("The browser, the system or a screen reader needs this key.")).to_be_visible()
    field.press("n")
    expect(page.get_by_text("This is the key of “Internal note”.")).to_be_visible()
    field.press("q")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Change the key: Reply"))
    expect(row).to_contain_text("Q")

    page.goto(re.sub(r"/agent/.*", "/agent/tickets", page.url))
    expect(page.get_by_role("navigation", name="Views").get_by_role("link").first).to_be_visible()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Shortcuts")
    sheet.get_by_role("searchbox", name="Search the shortcuts").fill("reply")
    expect(sheet.get_by_role("definition")).to_have_text("Q")
    sheet.get_by_role("link", name="Change your keys…").click()
    page.get_by_role("button", name="Reset all").click()
    expect(page.get_by_role("button", name="Reset the key: Reply")).to_have_count(0)
    expect(row).to_contain_text("R")


def test_pairs_panes_and_fields(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Bell"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    expect(page.get_by_role("region", name="Requester", exact=True)).to_be_visible()
    page.keyboard.press("]")
    expect(page.get_by_role("region", name="Requester", exact=True)).to_be_hidden()
    page.keyboard.press("p")
    page.get_by_role("menuitemradio", name="Urgent").click()
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()

    page.get_by_role("main").focus()
    for landmark in ("Main", "Views", "Ticket list", f"Ticket {number}"):
        page.keyboard.press("F6")
        pane = page.locator(f'[data-pane][aria-label="{landmark}"]')
        expect(pane.locator(":focus")).to_have_count(1)

    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/agent/(\\?|$)"))
    # The address is there before the page: until then the views on screen would answer themselves, and go.
    expect(page.get_by_role("navigation", name="Views")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page.get_by_role("navigation", name="Views").locator(":focus")).to_have_count(1)


def test_the_palette_finds_and_does(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("Saddle")
    number = desk.ticket(subject)
    page = sign_in("Amara Okafor", "/tickets")
    expect(page.get_by_role("navigation", name="Views").get_by_role("link").first).to_be_visible()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anything, do anything")
    expect(field).to_be_focused()
    field.fill(f"#{number}")
    expect(page.get_by_role("option", name=subject)).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page).to_have_url(re.compile(f"/tickets/{number}"))
    expect(page.get_by_role("button", name="Owner: Nobody")).to_be_visible()

    page.keyboard.press("Control+k")
    this = page.get_by_role("group", name=f"This ticket (#{number})")
    expect(this.get_by_role("option", name="Assign to me")).to_be_visible()
    field.fill("assign to")
    page.get_by_role("option", name="Assign to…").click()
    step = page.get_by_role("combobox", name="Assign to…")
    step.press("Backspace")
    expect(field).to_be_focused()
    field.fill("assign to")
    page.get_by_role("option", name="Assign to…").click()
    step.fill("lin")
    step.press("Enter")
    expect(page.get_by_role("button", name="Owner: Lin Wei")).to_be_visible()

    page.keyboard.press("Control+k")
    used = page.get_by_role("group", name="Last used")
    expect(used.get_by_role("option", name="Assign to…")).to_be_visible()
    field.fill("internal")
    field.press("Enter")
    expect(page.get_by_role("textbox", name="Text of the internal note")).to_be_focused()


def test_the_palette_in_chinese_on_a_phone(sign_in: OpenPage) -> None:
    page = sign_in("Lin Wei 林薇", "/tickets", width=390, height=844)
    page.get_by_role("navigation", name=re.compile("Main|主")).get_by_role("button", name="查找").click()
    field = page.get_by_role("combobox")
    field.fill("kjj")
    expect(page.get_by_role("option", name="快捷键").first).to_be_visible()
