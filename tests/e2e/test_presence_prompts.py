"""What is asked when two want to answer, and when a ticket goes elsewhere while colleagues have it open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import SEND, reply_box, saved

MINE = "I looked it up:"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("Two want to answer"))


@pytest.fixture
def open_as(sign_in: OpenPage, number: int) -> OpenPage:
    """The ticket on the screen of somebody, when presence is there."""

    def opened(name: str, **options: object) -> Page:
        page = sign_in(name, f"/tickets/{number}?view=all", **options)
        page.locator("[data-ticket-presence]").wait_for(state="attached")
        return page

    return opened


def begin(page: Page) -> Locator:
    """Press Reply; what is asked first."""
    page.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    return page.get_by_role("alertdialog", name="A reply is being prepared already")


def box_of(page: Page) -> Locator:
    """The text of the reply."""
    return page.get_by_role("textbox", name="Text of the reply")


def bar(page: Page, words: str) -> Locator:
    """A bar in the composer's place."""
    return page.get_by_role("region", name=words)


def test_the_second_is_asked_and_the_first_is_told(open_as: OpenPage) -> None:
    first = open_as("Amara Okafor")
    box = reply_box(first)
    box.press_sequentially(MINE)
    box.evaluate("box => { box.dataset.marked = 'the same' }")

    second = open_as("Jonas Brandt")
    amber = bar(second, "Amara Okafor is writing a reply")
    expect(amber).to_contain_text("1 min")
    # A note is what one begins with beside somebody who answers.
    expect(second.get_by_role("region", name="Answer")).to_have_attribute("data-note-first", "true")
    asked = begin(second)
    expect(asked).to_contain_text("Amara Okafor has a reply open since")
    expect(asked.get_by_role("button", name="Continue")).to_be_focused()
    second.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect(box_of(second)).to_have_count(0)

    begin(second).get_by_role("button", name="Write a note instead").click()
    expect(second.get_by_role("textbox", name="Text of the internal note")).to_be_focused()
    second.get_by_role("button", name="Fold the composer").click()
    expect(first.get_by_role("region", name="Somebody else replies too")).to_have_count(0)

    begin(second).get_by_role("button", name="Continue").click()
    expect(box_of(second)).to_be_focused()
    told = bar(first, "Somebody else replies too")
    expect(told).to_contain_text("Jonas Brandt also began to reply")
    # The question takes neither caret nor text.
    expect(box).to_be_focused()
    box.press_sequentially(" yes")
    expect(box).to_have_text(f"{MINE} yes")
    told.get_by_role("button", name="Go on").click()
    expect(told).to_have_count(0)
    assert box.get_attribute("data-marked") == "the same"

    # A third names both, and both hear of it; whoever stops keeps the text.
    third = open_as("Chen Mei 陈美", locale="en-GB")
    third.get_by_role("region", name="Answer").or_(third.get_by_role("region", name="回答")).wait_for()
    third.keyboard.press("r")
    both = third.get_by_role("alertdialog")
    expect(both).to_contain_text("Amara Okafor")
    expect(both).to_contain_text("Jonas Brandt")
    both.get_by_role("button").first.click()
    expect(bar(second, "Somebody else replies too")).to_contain_text("Chen Mei")
    expect(told).to_contain_text("Chen Mei")
    told.get_by_role("button", name="Stop and keep my draft").click()
    expect(box).to_have_count(0)
    first.reload()
    expect(box).to_have_text(f"{MINE} yes")


def test_a_lease_is_taken_over_with_one_click_and_its_end_is_told(open_as: OpenPage) -> None:
    first, second = open_as("Amara Okafor"), open_as("Jonas Brandt")
    box = reply_box(first)
    box.press_sequentially(MINE)
    amber = bar(second, "Amara Okafor is writing a reply")
    amber.get_by_role("button", name="Tell me when it is done").click()
    expect(amber).to_contain_text("You will be told")
    amber.get_by_role("button", name="Take over the reply").click()
    expect(amber).to_have_count(0)
    lost = bar(first, "Jonas Brandt took over the reply")
    expect(lost).to_contain_text("What you have written is kept")
    lost.get_by_role("button", name="OK").click()
    expect(bar(first, "Jonas Brandt is writing a reply")).to_be_visible()
    expect(box).to_have_text(MINE)
    second.keyboard.press("u")
    box.press(SEND)
    expect(second.get_by_role("alert").filter(has_text="Amara Okafor writes no reply to")).to_be_visible()


def test_a_resting_draft_is_asked_about_too(open_as: OpenPage) -> None:
    first = open_as("Amara Okafor")
    reply_box(first).press_sequentially(MINE)
    saved(first)
    first.keyboard.press("Escape")
    first.goto("about:blank")
    second = open_as("Jonas Brandt")
    expect(begin(second)).to_contain_text("Amara Okafor")


def test_who_has_a_deleted_ticket_open_may_restore_it_first_come_first_served(
    open_as: OpenPage, desk: Desk, number: int, server: Server
) -> None:
    by_wei = replace(desk, token=server.tandem("token", "create", "wei@lantern.example").strip())
    one, other, powerless = open_as("Amara Okafor"), open_as("Tomáš Veselý"), open_as("Jonas Brandt")
    box = reply_box(one)
    box.press_sequentially(MINE)
    saved(one)
    by_wei.call("POST", f"/tickets/{number}/trash")
    asked = bar(one, "The ticket was deleted")
    expect(asked).to_contain_text("Lin Wei 林薇 moved this ticket to the trash while you have it open.")
    theirs = other.get_by_role("alert").filter(has_text="Lin Wei 林薇")
    expect(theirs).to_contain_text("Chcete jej obnovit")
    told = bar(powerless, "The ticket was deleted")
    expect(told).to_contain_text("Lin Wei 林薇")
    expect(told.get_by_role("button")).to_have_text(["Back to the list"])

    asked.get_by_role("button", name="Restore and go on").click()
    expect(asked).to_have_count(0)
    expect(box).to_have_text(MINE)
    box.press_sequentially(" more")
    expect(box).to_have_text(f"{MINE} more")
    expect(theirs).to_contain_text("Už jej obnovil(a) Amara Okafor")
    notice = bar(powerless, "The ticket was restored")
    expect(notice).to_contain_text("Already restored by Amara Okafor")
    notice.get_by_role("button", name="OK").click()
    expect(notice).to_have_count(0)


def test_whoever_declines_a_deleted_ticket_goes_back_to_the_list(open_as: OpenPage, desk: Desk, number: int) -> None:
    light = open_as("Lucía Fernández")
    desk.call("POST", f"/tickets/{number}/trash")
    told = bar(light, "The ticket was deleted")
    expect(told).to_contain_text("Amara Okafor")
    told.get_by_role("button", name="Back to the list").click()
    expect(light).to_have_url(re.compile(r"/tickets\?"))


def test_a_moved_ticket_is_followed_or_left(open_as: OpenPage, desk: Desk, number: int) -> None:
    follows, stays = open_as("Tomáš Veselý"), open_as("Jonas Brandt")
    departments = {one["name"]: one["id"] for one in desk.call("GET", "/catalogue")["departments"]}
    change = {"department": {"base": departments["Support"], "mine": departments["Billing"]}}
    desk.call("PATCH", f"/tickets/{number}", {"changes": change})
    prompt = follows.get_by_role("alert").filter(has_text="Amara Okafor").locator("..")
    expect(prompt).to_contain_text("Billing")
    prompt.get_by_role("button").first.click()
    expect(follows).to_have_url(re.compile(f"/tickets/{number}.*department=.?{departments['Billing']}"))
    expect(prompt).to_have_count(0)
    # Who sees nothing there is told so, and nothing of the ticket is left.
    gone = stays.get_by_role("alert").filter(has_text="Amara Okafor moved this ticket to Billing")
    expect(gone).to_be_visible()
    stays.get_by_role("button", name="Back to the list").click()
    expect(stays).to_have_url(re.compile(r"/tickets\?"))
