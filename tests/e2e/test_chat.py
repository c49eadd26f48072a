"""Colleagues who meet on a ticket talk beside it, and agree on who does what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import note_box

ME, COLLEAGUE = "Amara Okafor", "Jonas Brandt"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("Who talks to whom"))


def window(page: Page) -> Locator:
    """Colleagues and activity."""
    page.get_by_role("button", name=re.compile("other agent")).click()
    return page.get_by_role("dialog", name="Who is here")


def talk(page: Page) -> Locator:
    """The open chat."""
    return page.get_by_role("region", name=re.compile("^(Chat|Group chat) about #"))


def say(page: Page, words: str) -> None:
    box = talk(page).get_by_role("textbox", name="Message to colleagues")
    box.fill(words)
    box.press("Enter")


def test_two_talk_and_an_agreed_move_acts_at_once(sign_in: OpenPage, number: int) -> None:
    mine = sign_in(ME, f"/tickets/{number}?view=all")
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    # Their editor keeps its text and the focus, whatever is said beside it (AC-41).
    note_box(theirs).fill("What I found")
    window(mine).get_by_role("button", name="Chat with Jonas Brandt").click()
    expect(talk(mine).get_by_role("heading")).to_contain_text(f"#{number}")
    say(mine, "Shall <b>I</b> answer?")
    expect(talk(theirs)).to_contain_text("Shall <b>I</b> answer?")
    note = theirs.get_by_role("textbox", name="Text of the internal note")
    expect(note).to_be_focused()
    expect(note).to_have_text("What I found")

    talk(mine).get_by_role("button", name="I take it").click()
    expect(talk(mine)).to_contain_text("Waiting for an answer")
    talk(theirs).get_by_role("button", name="Agreed").click()
    expect(talk(mine)).to_contain_text("Jonas Brandt agreed")
    expect(mine.get_by_role("button", name=re.compile("^Owner: Amara Okafor"))).to_be_visible()
    expect(theirs.get_by_role("button", name=re.compile("^Owner: Amara Okafor"))).to_be_visible()

    talk(theirs).get_by_role("button", name="Keep as an internal note").click()
    expect(mine.get_by_role("article").last).to_contain_text("Shall <b>I</b> answer?")
    talk(theirs).get_by_role("button", name="Leave").click()
    expect(talk(mine)).to_contain_text("Jonas Brandt left")


def test_alone_the_group_chat_says_why_not_and_who_comes_later_joins(sign_in: OpenPage, number: int) -> None:
    mine = sign_in(ME, f"/tickets/{number}?view=all")
    mine.locator("[data-ticket-presence]").wait_for(state="attached")
    mine.keyboard.press("y")
    group = mine.get_by_role("dialog", name="Who is here").get_by_role("button", name="Group chat")
    expect(group).to_be_disabled()
    expect(group).to_have_attribute("title", "Nobody else is here to chat with.")
    mine.keyboard.press("Escape")

    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    window(mine).get_by_role("button", name="Group chat").click()
    say(mine, "Who has time?")
    expect(talk(theirs)).to_contain_text("Who has time?")
    third = sign_in("Lucía Fernández", f"/tickets/{number}?view=all")
    window(third).get_by_role("button", name="Group chat").click()
    expect(talk(third)).to_contain_text("Who has time?")
    expect(talk(mine)).to_contain_text("Lucía Fernández joined")

    # Folded away it says how much is new, and a half-written line waits.
    talk(theirs).get_by_role("textbox", name="Message to colleagues").fill("I could")
    talk(theirs).get_by_role("button", name="Fold the chat away").click()
    theirs.goto(theirs.url.replace(f"/tickets/{number}", "/tickets"))
    say(third, "I do.")
    folded = theirs.get_by_role("button", name=re.compile(f"Chat about #{number} with .*, 1 unread"))
    folded.click()
    expect(talk(theirs).get_by_role("textbox", name="Message to colleagues")).to_have_value("I could")
