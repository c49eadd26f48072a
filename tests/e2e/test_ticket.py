"""One ticket: its properties where they stand, its history, where it is put aside, and who may not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import choose


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("A creaking saddle"))


def menu(page: Page, action: str) -> None:
    """An entry of the ticket's menu."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=action).click()


def test_properties_are_edited_where_they_stand_and_the_history_knows(
    desk: Desk, sign_in: OpenPage, number: int
) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    old = desk.call("GET", f"/tickets/{number}")["subject"]
    new = unique("The saddle of a Heron creaks")
    page.get_by_role("heading", level=1).get_by_role("button", name=old).click()
    field = page.get_by_role("textbox", name="Subject")
    expect(field).to_be_focused()
    field.fill(new)
    field.press("Enter")
    expect(page.get_by_role("heading", level=1, name=new)).to_be_visible()

    choose(page, "Priority", "High")
    choose(page, "Owner", "Petra Malá")
    properties = page.get_by_role("region", name="Properties")
    properties.get_by_role("button", name="Tags: none").click()
    tags = properties.get_by_role("combobox", name="Tags")
    tags.fill("saddle")
    tags.press("Enter")
    tags.fill("noise")
    tags.press("Enter")
    tags.press("Tab")
    expect(properties.get_by_role("button", name=re.compile("Tags: .*noise"))).to_be_visible()
    properties.get_by_role("button", name="Copy to: nobody").click()
    copies = properties.get_by_role("textbox", name="Copy to")
    copies.fill("kim@hale.example")
    copies.press("Enter")
    copies.press("Tab")
    expect(properties.get_by_role("button", name="Copy to: kim@hale.example")).to_be_visible()

    page.get_by_role("navigation", name="Parts of the ticket").get_by_role("link", name="History").click()
    history = page.get_by_role("region", name="History").get_by_role("listitem")
    for words in (
        ["subject", old, new],
        ["priority", "High"],
        ["Petra Malá"],
        ["saddle", "noise"],
        ["kim@hale.example"],
    ):
        entry = history.filter(has_text=words[-1])
        for word in words:
            entry = entry.filter(has_text=word)
        expect(entry.first).to_be_visible()
        expect(entry.first).to_contain_text("Amara Okafor")
    page.reload()
    expect(properties.get_by_role("button", name="Owner: Petra Malá")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name=new)).to_be_visible()


def test_spam_and_back(sign_in: OpenPage, number: int) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    menu(page, "Mark as spam")
    bar = page.get_by_text("This ticket is marked as spam.")
    expect(bar).to_be_visible()
    closed = page.get_by_role("region", name="Answer")
    expect(closed.get_by_role("button", name="Reply")).to_be_disabled()
    expect(closed).to_contain_text("marked as spam")
    page.get_by_role("button", name="Not spam").click()
    expect(bar).to_be_hidden()
    expect(closed.get_by_role("button", name="Reply")).to_be_enabled()


def test_into_the_trash_and_out_by_undo_and_by_the_menu(sign_in: OpenPage, number: int) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    menu(page, "Move to the trash")
    bar = page.get_by_text("This ticket is in the trash.")
    expect(bar).to_be_visible()
    page.get_by_role("alert").filter(has_text=f"#{number} moved to the trash").get_by_role(
        "button", name="Undo"
    ).click()
    expect(bar).to_be_hidden()
    menu(page, "Move to the trash")
    expect(bar).to_be_visible()
    row = page.get_by_role("list", name="Tickets").get_by_role("link", name=f"#{number}")
    page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile("^Trash")).click()
    row.click()
    menu(page, "Restore from the trash")
    expect(bar).to_be_hidden()
    expect(page.get_by_role("button", name="Status: Open").first).to_be_visible()


def test_a_light_agent_comments_and_is_told_why_not_more(sign_in: OpenPage, number: int) -> None:
    page = sign_in("Lucía Fernández", f"/tickets/{number}?view=all")
    answer = page.get_by_role("region", name="Answer")
    reply = answer.get_by_role("button", name="Reply")
    expect(reply).to_be_disabled()
    reason = reply.get_attribute("title")
    assert reason
    expect(answer).to_contain_text(reason)
    owner = page.get_by_role("region", name="Properties").get_by_role("button", name="Owner: Nobody")
    expect(owner).to_have_attribute("title", re.compile("."))
    answer.get_by_role("button", name="Internal note").click()
    note = page.get_by_role("textbox", name="Text of the internal note")
    note.fill("Grease the clamp.")
    page.get_by_role("button", name="Add internal note").click()
    said = page.get_by_role("article", name=re.compile("Internal note by Lucía Fernández"))
    expect(said).to_contain_text("Grease the clamp.")
    expect(said).to_contain_text("Internal")


def test_a_ticket_of_another_department_is_not_there(desk: Desk, sign_in: OpenPage) -> None:
    billing = next(one["id"] for one in desk.call("GET", "/departments")["results"] if one["name"] == "Billing")
    subject = unique("An invoice for nobody else")
    hidden = desk.ticket(subject, department_id=billing)
    page = sign_in("Jonas Brandt", f"/tickets/{hidden}?view=all")
    expect(page.get_by_text("It does not exist, or your departments do not include it.")).to_be_visible()
    expect(page.get_by_text(subject)).to_have_count(0)
    expect(page.get_by_role("list", name="Tickets").get_by_role("link").first).to_be_visible()
    page.goto(page.url.replace(str(hidden), "999999999"))
    expect(page.get_by_text("It does not exist, or your departments do not include it.")).to_be_visible()
