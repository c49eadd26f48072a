"""What was written stays written: through reloads, other tickets, other tabs and another sign-in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import note_box, reply_box, saved

WORDS = "Half of an answer, and the better half is still"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("A long question"))


def test_a_text_survives_a_reload_and_a_visit_to_another_ticket(desk: Desk, sign_in: OpenPage, number: int) -> None:
    other = desk.ticket(unique("Something else"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    box = reply_box(page)
    box.press_sequentially(WORDS)
    page.reload()
    expect(box).to_have_text(WORDS)

    box.press("ControlOrMeta+End")
    box.press_sequentially(" to come.")
    rows = page.get_by_role("list", name="Tickets")
    rows.get_by_role("link", name=f"#{other}").click()
    expect(page.get_by_role("region", name="Answer").get_by_role("button", name="Reply")).to_be_visible()
    mine = rows.get_by_role("link", name=f"#{number}")
    expect(mine).to_have_accessible_name(re.compile("you have a draft"))
    mine.click()
    expect(box).to_have_text(f"{WORDS} to come.")


def test_reply_and_note_keep_their_own_text(sign_in: OpenPage, number: int) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    reply_box(page).press_sequentially("For the customer")
    tabs = page.get_by_role("tablist", name="Kind of answer")
    tabs.get_by_role("tab", name="Internal note").click()
    note = page.get_by_role("textbox", name="Text of the internal note")
    expect(note).to_be_empty()
    note.press_sequentially("For us alone")
    saved(page)
    tabs.get_by_role("tab", name="Reply, has a draft").click()
    expect(page.get_by_role("textbox", name="Text of the reply")).to_have_text("For the customer")
    page.reload()
    expect(page.get_by_role("textbox", name="Text of the reply")).to_have_text("For the customer")
    tabs.get_by_role("tab", name="Internal note, has a draft").click()
    expect(note).to_have_text("For us alone")


def test_a_text_outlives_the_session_and_the_device(
    server: Server, desk: Desk, new_page: OpenPage, number: int
) -> None:
    name, password = unique("Nora Lind"), "a bell in the morning"
    support = next(one["id"] for one in desk.call("GET", "/departments")["results"] if one["name"] == "Support")
    email = f"{name.replace(' ', '.').lower()}@lantern.example"
    wanted = {"name": name, "email": email, "role": "agent", "department_ids": [support], "password": password}
    desk.call("POST", "/people", wanted)
    for place in ("here", "elsewhere"):
        page = new_page()
        page.goto(f"{server.url}/agent/tickets/{number}?view=all")
        page.get_by_role("textbox", name="Email address").fill(email)
        page.get_by_role("textbox", name="Password").fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if place == "here":
            note_box(page).press_sequentially(WORDS)
            saved(page)
            page.get_by_role("button", name=f"My menu: {name}").click()
            page.get_by_role("menuitem", name="Sign out").click()
            expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
            page.context.close()
        else:
            expect(page.get_by_role("textbox", name="Text of the internal note")).to_have_text(WORDS)


def test_two_tabs_of_one_person_ask_which_text_counts(sign_in: OpenPage, number: int) -> None:
    first = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    reply_box(first).press_sequentially("One")
    saved(first)
    second = first.context.new_page()
    second.goto(first.url)
    box = second.get_by_role("textbox", name="Text of the reply")
    expect(box).to_have_text("One")
    box.press("ControlOrMeta+End")
    box.press_sequentially(" and two")
    saved(second)

    here = first.get_by_role("textbox", name="Text of the reply")
    here.press_sequentially(" or three")
    alert = first.get_by_role("alert").filter(has_text="This draft was changed in another tab.")
    expect(alert).to_be_visible()
    expect(here).to_have_text("One or three")
    alert.get_by_role("button", name="Compare the two texts").click()
    both = first.get_by_role("dialog", name="Two texts, one place")
    expect(both.get_by_role("region", name="This text")).to_contain_text("One or three")
    theirs = both.get_by_role("region", name=re.compile("^The other text"))
    expect(theirs.locator("mark")).to_have_text("and two")
    both.get_by_role("button", name="Keep both").click()
    expect(here.get_by_text("One or three")).to_be_visible()
    expect(here.get_by_text("One and two")).to_be_visible()
    expect(alert).to_be_hidden()
    saved(first)

    box.press("ControlOrMeta+End")
    box.press_sequentially(" or four")
    again = second.get_by_role("alert").filter(has_text="This draft was changed in another tab.")
    again.get_by_role("button", name="Compare the two texts").click()
    second.get_by_role("dialog", name="Two texts, one place").get_by_role("button", name="Use that").click()
    expect(box.get_by_text("One or three")).to_be_visible()
    saved(second)
    second.get_by_role("button", name="More for this text").click()
    second.get_by_role("menuitem", name="Earlier versions").click()
    versions = second.get_by_role("dialog", name="Earlier versions")
    expect(versions.get_by_role("button", name=re.compile("One and two or four"))).to_be_visible()


def test_an_earlier_version_is_put_back_and_the_present_text_stays_among_them(sign_in: OpenPage, number: int) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    box = reply_box(page)
    box.press_sequentially("The first thought, thrown away.")
    saved(page)
    box.press("ControlOrMeta+A")
    box.press("Delete")
    expect(box).to_have_text("")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved"))).to_be_hidden()

    def versions() -> Locator:
        page.get_by_role("button", name="More for this text").click()
        page.get_by_role("menuitem", name="Earlier versions").click()
        return page.get_by_role("dialog", name="Earlier versions")

    first = versions()
    expect(first.get_by_role("region", name="Text of this version")).to_have_text("The first thought, thrown away.")
    first.get_by_role("button", name="Put this text back").click()
    expect(first).to_be_hidden()
    expect(box).to_have_text("The first thought, thrown away.")
    expect(box).to_be_focused()

    box.press("ControlOrMeta+A")
    box.press_sequentially("A second thought, a better one!")
    again = versions()
    again.get_by_role("button", name="The first thought").click()
    again.get_by_role("button", name="Put this text back").click()
    expect(box).to_have_text("The first thought, thrown away.")
    box.press("ControlOrMeta+Z")
    expect(box).to_have_text("A second thought, a better one!")
    box.press("ControlOrMeta+Shift+Z")
    expect(box).to_have_text("The first thought, thrown away.")
    saved(page)

    third = versions()
    third.get_by_role("button", name="A second thought").click()
    expect(third.get_by_role("region", name="Text of this version")).to_have_text("A second thought, a better one!")
