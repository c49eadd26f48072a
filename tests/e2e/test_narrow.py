"""On a phone."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import reply_box


def test_from_the_list_to_a_sent_reply_on_a_phone(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("Written on the way")
    number = desk.ticket(subject)
    page = sign_in("Amara Okafor", "/tickets?view=unassigned", width=390, height=844)
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Tickets")).to_be_visible()
    page.get_by_role("list", name="Tickets").get_by_role("link", name=subject).click()
    expect(page.get_by_role("heading", level=1, name=subject)).to_be_visible()
    expect(page.get_by_role("list", name="Tickets")).to_be_hidden()
    page.get_by_role("button", name="Details").click()
    details = page.get_by_role("dialog", name="Details")
    expect(details.get_by_role("button", name="Priority: No priority")).to_be_visible()
    details.get_by_role("button", name="Close").click()
    reply_box(page).fill("On my way.")
    send = page.get_by_role("button", name="Send reply & set Waiting")
    expect(send).to_be_in_viewport(ratio=1)
    send.click()
    expect(page.get_by_role("article", name=re.compile("Public reply by Amara"))).to_contain_text("On my way.")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("list", name="Tickets")).to_be_visible()
    expect(page.get_by_role("link", name=f"#{number}")).to_have_count(1)


def test_the_composer_covers_a_phone_and_can_be_folded_over_its_text(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Read it once more"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all", width=390, height=844)
    reply_box(page).press_sequentially("On my way")
    sheet = page.get_by_role("dialog", name="Reply")
    assert sheet.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    sheet.get_by_role("button", name="Fold the composer").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    page.get_by_role("region", name="Answer").get_by_role("button", name="Go on with the reply").click()
    expect(page.get_by_role("textbox", name="Text of the reply")).to_have_text("On my way")


def test_targets_of_the_composer_are_as_large_as_a_finger(server: Server, desk: Desk, browser: Browser) -> None:
    number = desk.ticket(unique("With a thumb"))
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    try:
        page.goto(f"{server.url}/agent/sign-in")
        page.get_by_role("button", name="Amara Okafor").tap()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.goto(f"{server.url}/agent/tickets/{number}?view=all")
        page.get_by_role("region", name="Answer").get_by_role("button", name="Reply").tap()
        sheet = page.get_by_role("dialog", name="Reply")
        sheet.get_by_role("button", name="Bold").wait_for()
        small = [
            (button.get_attribute("aria-label") or button.inner_text(), box["width"], box["height"])
            for button in sheet.locator("button").all()
            if (box := button.bounding_box()) and min(box["width"], box["height"]) < 44
        ]
        assert small == []
    finally:
        page.close()


def swipe(page: Page, row: Locator, across: int, along: int = 0) -> None:
    """One finger over a row for half a second, as the screen reports it. It rests before it is lifted: nothing is flung."""
    box = row.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    begun = time.time() - 0.5

    def tell(kind: str, step: float, *, part: float = 1) -> None:
        points = [] if kind == "touchEnd" else [{"x": x + across * part, "y": y + along * part}]
        event = {"type": kind, "touchPoints": points, "timestamp": begun + step / 40}
        finger.send("Input.dispatchTouchEvent", event)

    tell("touchStart", 0, part=0)
    for step in range(1, 11):
        tell("touchMove", step, part=step / 10)
    tell("touchMove", 18)
    tell("touchEnd", 20)


def test_a_row_answers_to_a_finger(server: Server, desk: Desk, browser: Browser) -> None:
    subject = unique("Under the thumb")
    number = desk.ticket(subject)
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    try:
        page.goto(f"{server.url}/agent/sign-in")
        page.get_by_role("button", name="Amara Okafor").tap()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.goto(f"{server.url}/agent/tickets?view=all")
        tickets = page.get_by_role("list", name="Tickets")
        tickets.get_by_role("link").nth(9).wait_for()
        expect(tickets).to_have_attribute("data-swipes", "true")
        first = tickets.get_by_role("link").first
        swipe(page, tickets.get_by_role("link").nth(7), 30, -300)
        expect(first).not_to_be_in_viewport()
        page.goto(f"{server.url}/agent/tickets?view=unassigned&sort=-created")
        row = tickets.get_by_role("link", name=subject)
        row.wait_for()
        # Not far enough: nothing, and no click either.
        swipe(page, row, 60)
        expect(tickets.locator("[data-swiping]")).to_have_count(0)
        swipe(page, row, 170)
        toast = page.get_by_role("alert").filter(has_text=f"#{number} is yours")
        expect(row).to_have_count(0)
        toast.get_by_role("button", name="Undo").tap()
        expect(row).to_be_visible()
        assert desk.call("GET", f"/tickets/{number}")["owner"] is None
        swipe(page, row, -170)
        page.get_by_role("dialog", name=f"Snooze #{number}").get_by_role("button", name="Tomorrow").tap()
        expect(row).to_have_count(0)
        assert desk.call("GET", f"/tickets/{number}")["snoozed"]
        expect(page).to_have_url(re.compile(r"/tickets\?"))
        page.goto(f"{server.url}/agent/me/profile")
        switch = page.get_by_role("switch", name="Swipe tickets in the list")
        switch.tap()
        expect(switch).not_to_be_checked()
        page.goto(f"{server.url}/agent/tickets?view=all")
        first.wait_for()
        expect(tickets).not_to_have_attribute("data-swipes", "true")
        page.goto(f"{server.url}/agent/me/profile")
        switch.tap()
        expect(switch).to_be_checked()
    finally:
        page.close()
