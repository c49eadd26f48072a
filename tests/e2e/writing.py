"""Moves of an agent in the workspace that many stories share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

SEND = "ControlOrMeta+Enter"


def reply_box(page: Page) -> Locator:
    """Open the reply, also beside a colleague who prepares one; where its text is written."""
    page.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    box = page.get_by_role("textbox", name="Text of the reply")
    go_on = page.get_by_role("alertdialog", name="A reply is being prepared already").get_by_role(
        "button", name="Continue"
    )
    expect(box.or_(go_on)).to_be_visible()
    if go_on.is_visible():
        go_on.click()
    return box


def note_box(page: Page) -> Locator:
    """Open the internal note; where its text is written."""
    page.get_by_role("region", name="Answer").get_by_role("button", name="Internal note").click()
    return page.get_by_role("textbox", name="Text of the internal note")


def rewrite(box: Locator, words: str) -> None:
    """Put other words in the place of those in an editor.

    By keys: `fill` selects behind the editor's back, which may hear of it too late and add the words to the others.
    """
    box.press("ControlOrMeta+a")
    box.page.keyboard.insert_text(words)
    expect(box).to_have_text(words)


def reply(page: Page, words: str) -> None:
    """Write and send a public reply; returns when it stands in the conversation."""
    box = reply_box(page)
    box.fill(words)
    box.press(SEND)
    expect(page.get_by_role("article", name=re.compile("^Public reply by")).last).to_contain_text(words[-40:])


def saved(page: Page) -> None:
    """The draft is on the server."""
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved"))).to_be_visible()


def choose(page: Page, field: str, value: str) -> None:
    """Set a field of the open ticket in its details."""
    properties = page.get_by_role("region", name="Properties")
    properties.get_by_role("button", name=re.compile(f"^{field}:")).click()
    page.get_by_role("menuitemradio", name=value).click()
    expect(properties.get_by_role("button", name=f"{field}: {value}")).to_be_visible()


#: What is there when a screen has its content, by the part of the address that leads there.
SCREENS = {
    "/tickets/1006": "article",
    "tab=history": "ol li p",
    "/tickets/new": "form",
    "/people": "table",
    "/mailboxes": "article",
    "/caught-mail": "table",
    "/notifications": "h1",
}


def main_screens(page: Page, base: str) -> Iterator[str]:
    """Walk through the admin's screens by their links, in whatever language; the name of each when it is there."""
    page.goto(f"{base}/agent/tickets?view=all")
    page.locator("main ul[aria-label] a[href*='/tickets/']").first.wait_for()
    yield "/tickets"
    # Other stories may have pushed it off the first page.
    page.goto(f"{base}/agent/tickets?view=all&q=%231006")
    for part, content in SCREENS.items():
        page.locator(f"a[href*='{part}']").first.click()
        page.locator("main").locator(content).first.wait_for()
        yield part
    # Led to only while they hold something.
    for part in ("/quarantine", "/failed-mail", "/automatic-mail"):
        page.goto(f"{base}/agent{part}")
        page.locator("main h1").wait_for()
        yield part
