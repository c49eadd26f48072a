"""Colleagues in one ticket: who is here and what they do, in pictures, words, alerts and the list of activity."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import choose, note_box, reply_box

ME, COLLEAGUE = "Amara Okafor", "Jonas Brandt"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("Who answers this bell"))


@pytest.fixture
def mine(sign_in: OpenPage, number: int) -> Page:
    """My screen, with the ticket open."""
    page = sign_in(ME, f"/tickets/{number}?view=all")
    page.locator("[data-ticket-presence]").wait_for(state="attached")
    return page


def here(page: Page) -> Locator:
    """The pictures and the flag in the header."""
    return page.get_by_role("region", name="Who is here")


def picture(page: Page, words: str) -> Locator:
    """Somebody in the header, by name and state."""
    return here(page).get_by_role("button", name=re.compile(words))


def flag(page: Page, words: str) -> Locator:
    """The flag with exactly these words."""
    return here(page).get_by_role("button", name=words, exact=True)


def alerts(page: Page) -> Locator:
    """What pops up above the composer."""
    return page.get_by_role("region", name="What colleagues do")


def note(desk: Desk, number: int, words: str) -> None:
    """Write an internal note by the API."""
    desk.call("POST", f"/tickets/{number}/messages", {"visibility": "internal", "body_html": f"<p>{words}</p>"})


def window(page: Page) -> Locator:
    """Colleagues and activity."""
    return page.get_by_role("dialog", name="Who is here")


def test_arriving_writing_and_leaving_are_seen_at_once(mine: Page, sign_in: OpenPage, number: int) -> None:
    expect(here(mine).get_by_role("button")).to_have_count(0)
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    expect(picture(mine, "Jonas Brandt: viewing")).to_be_visible()
    expect(flag(mine, "1 other agent, unread")).to_be_visible()
    expect(alerts(mine)).to_contain_text("Jonas Brandt began to view the ticket")
    expect(picture(theirs, "Amara Okafor: viewing")).to_be_visible()

    box = reply_box(theirs)
    expect(picture(mine, "Jonas Brandt: drafting a reply since")).to_be_visible()
    box.press_sequentially("It is")
    expect(picture(mine, "Jonas Brandt: writing a reply")).to_be_visible()
    expect(alerts(mine)).to_contain_text("Jonas Brandt began to write a reply")
    expect(mine.get_by_role("status", name="Colleagues in this ticket")).to_contain_text("Jonas Brandt")

    theirs.goto("about:blank")
    # Whoever closes the page may only be loading it anew; going back to the list is a clean leave.
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    expect(picture(mine, "Jonas Brandt: (viewing|drafting)")).to_be_visible()
    theirs.get_by_role("navigation").first.wait_for()
    theirs.keyboard.press("u")
    expect(picture(mine, "Jonas Brandt: left just now")).to_be_visible()
    expect(alerts(mine)).to_contain_text("Jonas Brandt left the ticket")


def test_the_flag_turns_from_red_to_blue_and_red_again(mine: Page, sign_in: OpenPage, number: int, desk: Desk) -> None:
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    red = flag(mine, "1 other agent, unread")
    expect(red).to_be_visible()
    expect(red).to_have_attribute("data-unseen", "true")
    mine.keyboard.press("y")
    expect(window(mine)).to_be_visible()
    people = window(mine).get_by_role("region", name="People")
    expect(people.get_by_role("listitem")).to_have_text([re.compile("Jonas Brandt.*viewing")])
    expect(window(mine).get_by_role("listitem").filter(has_text="began to view the ticket")).to_be_visible()
    mine.keyboard.press("Escape")
    blue = flag(mine, "1 other agent, seen")
    expect(blue).to_be_visible()
    expect(blue).not_to_have_attribute("data-unseen", "true")

    choose(theirs, "Priority", "High")
    expect(red).to_be_visible()
    red.click()
    line = window(mine).get_by_role("listitem").filter(has_text="changed the priority from No priority to High")
    expect(line).to_contain_text("Jonas Brandt")
    expect(line).to_have_attribute("data-unread", "true")
    # Two seconds in view.
    expect(line).not_to_have_attribute("data-unread", "true")
    mine.keyboard.press("Escape")

    # A reload is the same visit: nothing becomes unread again.
    mine.reload()
    expect(blue).to_be_visible()
    blue.click()
    expect(line).to_be_visible()
    expect(line).not_to_have_attribute("data-unread", "true")
    mine.keyboard.press("Escape")

    # Reopened, the list is empty.
    mine.keyboard.press("u")
    mine.get_by_role("link", name=re.compile(f"#{number},")).click()
    expect(picture(mine, "Jonas Brandt: viewing")).to_be_visible()
    mine.keyboard.press("y")
    expect(window(mine)).to_contain_text("Nothing yet.")


def test_a_field_in_hand_is_marked_and_rows_of_the_list_show_who_is_there(
    mine: Page, sign_in: OpenPage, number: int
) -> None:
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    expect(picture(mine, "Jonas Brandt: viewing")).to_be_visible()
    row = theirs.get_by_role("link", name=re.compile(f"#{number},"))
    expect(row).to_have_accessible_name(re.compile("Amara Okafor is viewing$"))
    mine.get_by_role("button", name=re.compile("^Due:")).click()
    expect(theirs.get_by_role("img", name="Amara Okafor is editing this")).to_be_visible()
    expect(row).to_have_accessible_name(re.compile("Amara Okafor is editing a field$"))
    expect(picture(theirs, "Amara Okafor: editing: Due")).to_be_visible()
    mine.keyboard.press("Escape")
    expect(theirs.get_by_role("img", name="Amara Okafor is editing this")).to_have_count(0)

    note_box(mine).press_sequentially("For us")
    expect(row).to_have_accessible_name(re.compile("Amara Okafor is writing an internal note$"))
    mine.keyboard.press("Escape")


def test_alerts_stay_while_they_are_pointed_at_and_more_than_three_collapse(
    mine: Page, sign_in: OpenPage, number: int, desk: Desk, server: Server
) -> None:
    by_api = replace(desk, token=server.tandem("token", "create", "jonas@lantern.example").strip())
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    expect(alerts(mine)).to_contain_text("Jonas Brandt began to view the ticket")
    alerts(mine).get_by_role("button", name="Dismiss").click()
    expect(alerts(mine).get_by_role("status")).to_have_count(0)
    # A click on the cross is no reading.
    expect(flag(mine, "1 other agent, unread")).to_be_visible()

    # What I do myself pops up for the other, and not for me.
    note(desk, number, "Mine.")
    expect(alerts(theirs)).to_contain_text("Amara Okafor wrote an internal note")
    for words in ("One.", "Two.", "Three.", "Four.", "Five."):
        note(by_api, number, words)
    up = alerts(mine).get_by_role("status")
    expect(alerts(mine).get_by_role("button", name="2 more")).to_be_visible()
    expect(up).to_have_count(3)
    expect(up.first).to_contain_text("Jonas Brandt wrote an internal note")
    up.first.hover()
    box, composer = alerts(mine).bounding_box(), mine.get_by_role("region", name="Answer").bounding_box()
    assert box is not None
    assert composer is not None
    assert box["y"] + box["height"] <= composer["y"]
    mine.mouse.move(5, 5)
    expect(up).to_have_count(0)
    expect(flag(mine, "1 other agent, unread")).to_be_visible()


def test_without_the_link_the_list_is_grey_and_comes_back_whole(sign_in: OpenPage, number: int, server: Server) -> None:
    sockets: list[WebSocketRoute] = []
    down = False

    def route(socket: WebSocketRoute) -> None:
        if down:
            socket.close()
        else:
            sockets.append(socket.connect_to_server())

    mine = sign_in(ME, "/me/profile")
    mine.route_web_socket(re.compile("/ws"), route)
    mine.goto(f"{server.url}/agent/tickets/{number}?view=all")
    theirs = sign_in(COLLEAGUE, f"/tickets/{number}?view=all")
    expect(picture(mine, "Jonas Brandt: viewing")).to_be_visible()
    down = True
    for socket in sockets:
        socket.close()
    expect(here(mine)).to_have_attribute("data-stale", "true", timeout=15_000)
    mine.keyboard.press("y")
    expect(window(mine)).to_contain_text("may be out of date")
    mine.keyboard.press("Escape")
    theirs.keyboard.press("u")
    down = False
    mine.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(picture(mine, "Jonas Brandt: left just now")).to_be_visible(timeout=20_000)
    expect(here(mine)).not_to_have_attribute("data-stale", "true")
