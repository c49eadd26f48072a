"""Presence where it is easily forgotten: nobody at the keys, switched off, two who restore at once, a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import SEND, reply_box, saved

ME, COLLEAGUE = "Amara Okafor", "Jonas Brandt"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("The edge of the bell"))


@pytest.fixture
def path(number: int) -> str:
    return f"/tickets/{number}?view=all"


@pytest.fixture
def switched_off(desk: Desk) -> Iterator[None]:
    """Collision avoidance is off for the whole installation."""
    desk.call("PATCH", "/collision-policy", {"on": False})
    yield
    desk.call("PATCH", "/collision-policy", {"on": True})


def here(page: Page) -> Locator:
    """The pictures and the flag in the header."""
    return page.get_by_role("region", name="Who is here")


def picture(page: Page, words: str) -> Locator:
    """Somebody in the header, by name and state."""
    return here(page).get_by_role("button", name=re.compile(words))


def look_away(page: Page, *, away: bool) -> None:
    """As the browser tells it when another tab comes before this one."""
    page.evaluate(
        """state => {
            Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        "hidden" if away else "visible",
    )


def test_who_does_nothing_is_idle_and_who_looks_elsewhere_is_elsewhere(sign_in: OpenPage, path: str) -> None:
    mine = sign_in(ME, path)
    theirs = sign_in(COLLEAGUE, path)
    expect(picture(mine, f"{COLLEAGUE}: viewing$")).to_be_visible()
    theirs.clock.install()
    theirs.clock.fast_forward(61_000)
    expect(picture(mine, f"{COLLEAGUE}: viewing, but idle")).to_be_visible()
    theirs.mouse.move(200, 200)
    expect(picture(mine, f"{COLLEAGUE}: viewing$")).to_be_visible()
    look_away(theirs, away=True)
    theirs.clock.fast_forward(6_000)
    expect(picture(mine, f"{COLLEAGUE}: .*looks elsewhere")).to_be_visible()
    look_away(theirs, away=False)
    expect(picture(mine, f"{COLLEAGUE}: viewing$")).to_be_visible()


def test_switched_off_nobody_is_shown_or_asked_and_the_server_still_holds(
    sign_in: OpenPage, path: str, switched_off: None
) -> None:
    """AC-45."""
    mine, theirs = sign_in(ME, path), sign_in(COLLEAGUE, path)
    reply_box(mine).press_sequentially("I answer")
    saved(mine)
    theirs.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    box = theirs.get_by_role("textbox", name="Text of the reply")
    expect(box).to_be_focused()
    for page in (mine, theirs):
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        expect(here(page).get_by_role("button")).to_have_count(0)
    box.press_sequentially("So do I")
    box.press(SEND)
    expect(theirs.get_by_role("article", name=re.compile("^Public reply by")).last).to_contain_text("So do I")
    mine.get_by_role("textbox", name="Text of the reply").press(SEND)
    review = mine.get_by_role("dialog")
    expect(review).to_contain_text("So do I")
    expect(mine.get_by_role("article", name=re.compile("^Public reply by"))).to_have_count(1)


def test_switching_it_off_and_on_reaches_screens_that_are_open(sign_in: OpenPage, path: str, desk: Desk) -> None:
    mine = sign_in(ME, path)
    sign_in(COLLEAGUE, path)
    expect(picture(mine, f"{COLLEAGUE}: viewing$")).to_be_visible()
    try:
        desk.call("PATCH", "/collision-policy", {"on": False})
        expect(here(mine).get_by_role("button")).to_have_count(0)
    finally:
        desk.call("PATCH", "/collision-policy", {"on": True})
    expect(picture(mine, f"{COLLEAGUE}: viewing$")).to_be_visible()


def test_of_two_who_press_restore_the_second_reads_who_was_first(
    sign_in: OpenPage, path: str, number: int, desk: Desk, server: Server
) -> None:
    """AC-32: the second presses before the news has reached them."""
    deaf = False

    def route(socket: WebSocketRoute) -> None:
        socket.connect_to_server().on_message(lambda message: None if deaf else socket.send(message))

    by_wei = replace(desk, token=server.tandem("token", "create", "wei@lantern.example").strip())
    first = sign_in(ME, path)
    second = sign_in("Tomáš Veselý", "/me/profile", locale="en-GB")
    second.route_web_socket(re.compile("/ws"), route)
    second.goto(second.url.replace("/me/profile", path))
    second.locator("[data-ticket-presence]").wait_for(state="attached")
    by_wei.call("POST", f"/tickets/{number}/trash")
    again = second.get_by_role("button", name="Obnovit a pokračovat")
    expect(again).to_be_visible()
    deaf = True
    first.get_by_role("button", name="Restore and go on").click()
    expect(first.get_by_role("button", name="Restore and go on")).to_have_count(0)
    again.click()
    told = second.get_by_role("alert").filter(has_text="Lin Wei 林薇")
    expect(told).to_contain_text("Už jej obnovil(a) Amara Okafor")
    events = desk.call("GET", f"/tickets/{number}/events")["results"]
    assert [event["kind"] for event in events].count("ticket.restored") == 1


def test_on_a_phone_the_questions_stand_before_the_text(sign_in: OpenPage, path: str) -> None:
    mine = sign_in(ME, path)
    reply_box(mine).press_sequentially("I answer")
    theirs = sign_in(COLLEAGUE, path, width=390, height=844)
    expect(picture(theirs, f"{ME}: ")).to_be_visible()
    theirs.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    asked = theirs.get_by_role("alertdialog", name="A reply is being prepared already")
    for name in ("Continue", "Write a note instead", "Cancel"):
        box = asked.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert 0 <= box["x"] <= 390 - box["width"]
        assert box["y"] + box["height"] <= 844
    asked.get_by_role("button", name="Continue").click()
    sheet = theirs.get_by_role("textbox", name="Text of the reply")
    expect(sheet).to_be_focused()
    expect(mine.get_by_role("region", name="Somebody else replies too")).to_contain_text(COLLEAGUE)
    reply_of_mine = mine.get_by_role("textbox", name="Text of the reply")
    reply_of_mine.press(SEND)
    sheet.press_sequentially("Me too")
    sheet.press(SEND)
    expect(theirs.get_by_role("dialog").filter(has_text="I answer")).to_be_visible()
