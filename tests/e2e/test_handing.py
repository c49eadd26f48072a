"""Drafts in other hands: a colleague sees one, reads it, asks for it, goes on with it; what ended is found again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import SEND, reply_box, saved

#: Pushed, and not asked for by the screen of itself.
PUSHED_MS = 12_000
WORDS = "Turn the bell to the left"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("Who answers this"))


@pytest.fixture
def mine(sign_in: OpenPage, number: int) -> Page:
    """The author's screen."""
    return sign_in("Jonas Brandt", f"/tickets/{number}?view=all")


@pytest.fixture
def theirs(sign_in: OpenPage, number: int) -> Page:
    """The colleague's screen."""
    return sign_in("Amara Okafor", f"/tickets/{number}?view=all")


def test_a_colleague_reads_a_draft_while_it_is_written_asks_for_it_and_sends_it(mine: Page, theirs: Page) -> None:
    box = reply_box(mine)
    box.press_sequentially(WORDS)
    line = theirs.get_by_role("listitem").filter(has_text="Jonas Brandt has an unsent reply")
    expect(line).to_be_visible(timeout=PUSHED_MS)
    line.get_by_role("button", name="Read").click()
    text = theirs.get_by_role("region", name="The reply that Jonas Brandt is writing")
    expect(text).to_contain_text(WORDS[:5])
    box.press_sequentially(", then wait.")
    expect(text).to_contain_text(f"{WORDS}, then wait.", timeout=15_000)

    line.get_by_role("button", name="Ask for it").click()
    expect(line.get_by_role("status")).to_contain_text("Asked")
    asked = mine.get_by_role("alert").filter(has_text="Amara Okafor asks for your reply")
    asked.get_by_role("button", name="Not now").click()
    expect(asked).to_be_hidden()
    expect(box).to_have_text(f"{WORDS}, then wait.")

    line.get_by_role("button", name="Ask for it").click()
    asked.get_by_role("button", name="Hand over").click()
    expect(mine.get_by_role("alert").filter(has_text="Amara Okafor goes on with your text")).to_be_visible()
    got = theirs.get_by_role("textbox", name="Text of the reply")
    expect(got).to_have_text(f"{WORDS}, then wait.", timeout=PUSHED_MS)
    expect(line).to_be_hidden()
    got.press("ControlOrMeta+End")
    got.press_sequentially(" Amara")
    got.press(SEND)
    message = theirs.get_by_role("article", name=re.compile("Public reply by Amara Okafor"))
    expect(message).to_contain_text("started by Jonas Brandt · sent by Amara Okafor")

    # Also where nothing is written any more.
    expect(mine.get_by_role("article", name=re.compile("Public reply by Amara Okafor"))).to_be_visible()
    mine.reload()
    reply_box(mine)
    mine.get_by_role("button", name="More for this text").click()
    mine.get_by_role("menuitem", name="Earlier versions").click()
    versions = mine.get_by_role("dialog", name="Earlier versions")
    expect(versions.get_by_role("button", name=re.compile("taken over by Amara Okafor"))).to_be_visible()


def test_a_draft_that_is_taken_over_while_its_author_types_stays_with_both(mine: Page, theirs: Page) -> None:
    box = reply_box(mine)
    box.press_sequentially(WORDS)
    saved(mine)
    line = theirs.get_by_role("listitem").filter(has_text="Jonas Brandt has an unsent reply")
    line.get_by_role("button", name="Take over").click()
    expect(theirs.get_by_role("textbox", name="Text of the reply")).to_have_text(WORDS)
    expect(mine.get_by_role("alert").filter(has_text="Amara Okafor goes on with your text")).to_be_visible(
        timeout=PUSHED_MS
    )
    theirs.get_by_role("textbox", name="Text of the reply").press_sequentially("")
    mine.goto(re.sub(r"/tickets/.*", "/me/drafts", mine.url))
    row = mine.get_by_role("list", name="My texts").get_by_role("listitem").filter(has_text=WORDS).first
    expect(row).to_contain_text("taken over by Amara Okafor")
    row.get_by_role("button", name="Show the whole text").click()
    expect(row.get_by_role("paragraph").filter(has_text=WORDS)).to_be_visible()
    row.get_by_role("link", name="Open the ticket").click()
    expect(mine.get_by_role("article").first).to_be_visible()
