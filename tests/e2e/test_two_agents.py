"""Two agents in one ticket: nobody answers twice by accident, nobody loses a word, nothing is silently overwritten."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import SEND, choose, reply, reply_box, saved

MINE = "I am writing something long and careful here."
THEIRS = "A new bell is on its way to you."
#: Pushed changes arrive long before the screen would ask by itself, which it does every 15 seconds.
PUSHED_MS = 6_000
#: The text, the selection in it, and whether it is still the element that was marked.
STATE = """box => {
  const { anchorOffset, focusOffset, anchorNode } = getSelection();
  const inside = box.contains(anchorNode) && document.activeElement === box;
  return [box.innerText, anchorOffset, focusOffset, inside, box.dataset.marked];
}"""


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("Which bell fits"))


@pytest.fixture
def mine(sign_in: OpenPage, number: int) -> Page:
    """My screen."""
    return sign_in("Amara Okafor", f"/tickets/{number}?view=all")


@pytest.fixture
def theirs(sign_in: OpenPage, number: int) -> Page:
    """The colleague's screen."""
    return sign_in("Jonas Brandt", f"/tickets/{number}?view=all")


@pytest.fixture
def overtaken(mine: Page, theirs: Page) -> Locator:
    """I write, and meanwhile the colleague replies; my text's box."""
    box = reply_box(mine)
    box.press_sequentially(MINE)
    reply(theirs, THEIRS)
    return box


def review(page: Page) -> Locator:
    """The dialog that stands between my text and the customer."""
    return page.get_by_role("dialog", name="The ticket moved on while you were writing")


def test_changes_of_a_colleague_arrive_without_touching_what_i_write(mine: Page, theirs: Page) -> None:
    box = reply_box(mine)
    box.press_sequentially(MINE)
    box.press("Home")
    for _ in range(4):
        box.press("Shift+ArrowRight")
    box.evaluate("box => { box.dataset.marked = 'the same' }")
    before = box.evaluate(STATE)
    assert before == [MINE, 0, 4, True, "the same"]

    choose(theirs, "Priority", "Urgent")
    expect(mine.get_by_role("button", name="Priority: Urgent")).to_be_visible(timeout=PUSHED_MS)
    choose(theirs, "Owner", "Jonas Brandt")
    expect(mine.get_by_role("button", name="Owner: Jonas Brandt")).to_be_visible(timeout=PUSHED_MS)
    reply(theirs, THEIRS)
    expect(mine.get_by_role("log")).to_contain_text(THEIRS, timeout=PUSHED_MS)

    assert box.evaluate(STATE) == before
    box.press_sequentially("You w")
    expect(box).to_have_text("You w" + MINE[4:])
    box.press("ControlOrMeta+z")
    expect(box).to_have_text(MINE)


def test_my_reply_is_held_back_and_the_review_shows_exactly_what_is_new(mine: Page, overtaken: Locator) -> None:
    expect(mine.get_by_role("alert").filter(has_text="Jonas Brandt replied while you were writing")).to_be_visible()
    expect(mine.get_by_role("button", name="Review and send")).to_be_visible()
    overtaken.press(SEND)
    dialog = review(mine)
    news = dialog.get_by_role("region", name="What is new").get_by_role("article")
    expect(news).to_have_count(1)
    expect(news).to_contain_text("Jonas Brandt")
    expect(news).to_contain_text(THEIRS)
    expect(dialog.get_by_role("textbox", name="Your reply")).to_have_text(MINE)

    keep = dialog.get_by_role("button", name="Keep editing").last
    expect(keep).to_be_focused()
    keep.press("Enter")
    expect(dialog).to_be_hidden()
    expect(overtaken).to_have_text(MINE)
    expect(overtaken).to_be_focused()
    expect(mine.get_by_role("article", name=re.compile("Public reply by Amara"))).to_have_count(0)


def test_a_reply_that_came_too_late_becomes_a_note(mine: Page, theirs: Page, overtaken: Locator) -> None:
    overtaken.press(SEND)
    review(mine).get_by_role("button", name="Save as note").click()
    note = mine.get_by_role("article", name=re.compile("Internal note by Amara Okafor"))
    expect(note).to_contain_text(MINE)
    expect(review(mine)).to_be_hidden()
    expect(theirs.get_by_role("article", name=re.compile("Internal note by Amara Okafor"))).to_contain_text(MINE)
    mine.reload()
    expect(note).to_have_count(1)
    expect(mine.get_by_role("article", name=re.compile("Public reply by"))).to_have_count(1)
    expect(mine.get_by_role("region", name="Answer")).to_be_visible()


def test_after_reading_to_the_end_i_may_send_all_the_same(mine: Page, theirs: Page) -> None:
    box = reply_box(mine)
    box.press_sequentially(MINE)
    box_of_theirs = reply_box(theirs)
    box_of_theirs.fill("\n".join(f"Step {step}: turn the bell." for step in range(1, 61)))
    box_of_theirs.press(SEND)
    expect(theirs.get_by_role("article", name=re.compile("Public reply by Jonas"))).to_contain_text("Step 60")
    box.press(SEND)
    dialog = review(mine)
    send = dialog.get_by_role("button", name="Send after the reply by Jonas Brandt")
    expect(send).to_be_disabled()
    dialog.get_by_role("textbox", name="Your reply").press("ControlOrMeta+End")
    mine.keyboard.type(" Again.")
    dialog.get_by_text("Step 1:").hover()
    mine.mouse.wheel(0, 20_000)
    expect(send).to_be_enabled()
    send.click()
    own = mine.get_by_role("article", name=re.compile("Public reply by Amara Okafor"))
    expect(own).to_contain_text(f"{MINE} Again.")
    expect(dialog).to_be_hidden()


def test_the_same_field_changed_by_both_is_a_question(mine: Page, theirs: Page) -> None:
    mine.get_by_role("button", name=re.compile("^Priority:")).click()
    expect(mine.get_by_role("menuitemradio", name="Low")).to_be_visible()
    choose(theirs, "Priority", "High")
    mine.get_by_role("menuitemradio", name="Low").click()
    dialog = mine.get_by_role("dialog", name="Somebody else changed this too")
    question = dialog.get_by_role("radiogroup", name="Priority")
    expect(question).to_contain_text("Before")
    save = dialog.get_by_role("button", name="Save the choice")
    expect(save).to_be_disabled()
    question.get_by_role("radio", name="Priority: theirs, High").check()
    question.get_by_role("radio", name="Priority: mine, Low").check()
    save.click()
    expect(dialog).to_be_hidden()
    expect(mine.get_by_role("button", name="Priority: Low")).to_be_visible()
    expect(theirs.get_by_role("button", name="Priority: Low")).to_be_visible()


def test_a_draft_that_was_saved_before_the_news_is_held_back_after_a_reload(mine: Page, theirs: Page) -> None:
    reply_box(mine).press_sequentially(MINE)
    saved(mine)
    reply(theirs, THEIRS)
    mine.reload()
    box = mine.get_by_role("textbox", name="Text of the reply")
    expect(box).to_have_text(MINE)
    box.press(SEND)
    expect(review(mine).get_by_role("region", name="What is new").get_by_role("article")).to_have_count(1)


def test_what_changed_before_the_socket_listened_is_not_missed(mine: Page, desk: Desk, number: int) -> None:
    held: list[Route] = []
    mine.route("**/api/v1/realtime/ticket", lambda route: held.append(route))
    mine.reload()
    expect(mine.get_by_role("button", name="Priority: No priority")).to_be_visible()
    expect(mine.get_by_role("article")).to_have_count(1)
    desk.call("PATCH", f"/tickets/{number}", {"changes": {"priority": {"base": "none", "mine": "high"}}})
    with mine.expect_websocket():
        held[0].continue_()
    expect(mine.get_by_role("button", name="Priority: High")).to_be_visible(timeout=PUSHED_MS)
