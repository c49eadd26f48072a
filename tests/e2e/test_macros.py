"""Macros: written once, chosen by a key, shown before anything happens."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server


def test_a_macro_is_written_chosen_by_two_colons_changed_on_screen_and_sent(
    server: Server, desk: Desk, sign_in: OpenPage
) -> None:
    name = unique("Router restart")
    number = desk.ticket(unique("No internet"), requester={"email": "robin@hale.example", "name": "Robin Hale"})
    page = sign_in("Amara Okafor", "/macros")
    page.get_by_role("button", name="Write a macro").first.click()
    form = page.get_by_role("dialog", name="Write a macro")
    form.get_by_role("textbox", name="Name").fill(name)
    form.get_by_role("textbox", name="Write a text").fill(
        "Dear {{ requester.first_name }}, {{ weather }} – restart it."
    )
    form.get_by_placeholder("Add an action").click()
    page.get_by_role("option", name="Set the owner").click()
    form.get_by_placeholder("Add an action").click()
    page.get_by_role("option", name="Set the priority").click()
    form.get_by_role("button", name="Save").click()
    # A name without meaning is told of where it can still be mended.
    expect(form.get_by_role("alert")).to_contain_text("{{ weather }} means nothing")
    form.get_by_role("textbox", name="Write a text").fill("Dear {{ requester.first_name }}, please restart it.")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile(name))).to_contain_text("Only me")

    page.goto(f"{server.url}/agent/tickets/{number}")
    page.get_by_role("button", name="Reply", exact=True).click()
    text = page.get_by_role("textbox", name="Text of the reply")
    text.press_sequentially("Hello. ::")
    page.get_by_role("combobox", name="Search macros").fill(name.split()[-1])
    page.keyboard.press("Enter")
    expect(text).to_have_text("Hello. Dear Robin, please restart it.")
    waiting = page.get_by_role("region", name="Will be set")
    expect(waiting).to_contain_text("Owner: Amara Okafor")
    expect(waiting).to_contain_text("Priority: High")
    # Nothing has happened yet, also after a reload, and a field can be left out again.
    page.get_by_text(re.compile("^Saved ")).wait_for()
    page.reload()
    expect(waiting).to_contain_text("Priority: High")
    assert desk.call("GET", f"/tickets/{number}")["owner"] is None
    waiting.get_by_role("button", name="Do not set Priority").click()
    page.get_by_role("button", name=re.compile("^Send reply")).click()
    expect(page.get_by_text("Dear Robin, please restart it.").first).to_be_visible()
    expect(waiting).to_have_count(0)
    ticket = desk.call("GET", f"/tickets/{number}")
    assert (ticket["owner"]["name"], ticket["priority"]) == ("Amara Okafor", "none")


def test_a_macro_without_a_text_sets_fields_by_itself_and_asks_when_a_colleague_was_first(
    desk: Desk, sign_in: OpenPage
) -> None:
    name = unique("Raise it")
    desk.call("POST", "/macros", {"name": name, "public": True, "steps": [{"action": "set_priority", "value": "high"}]})
    number = desk.ticket(unique("Raised"), requester={"email": "robin@hale.example", "name": "Robin Hale"})
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    expect(page.get_by_role("button", name="Reply", exact=True)).to_be_visible()
    page.keyboard.press("m")
    page.get_by_role("combobox", name="Search macros").fill(name)
    page.keyboard.press("Enter")
    waiting = page.get_by_role("region", name="Will be set")
    expect(waiting).to_contain_text("Priority: High")
    desk.call("PATCH", f"/tickets/{number}", {"changes": {"priority": {"base": "none", "mine": "low"}}})
    page.get_by_role("button", name="Apply changes").click()
    conflict = page.get_by_role("alert").filter(has_text="Priority was changed meanwhile to “Low”.")
    conflict.get_by_role("button", name="Set mine").click()
    page.get_by_role("button", name="Apply changes").click()
    expect(waiting).to_have_count(0)
    assert desk.call("GET", f"/tickets/{number}")["priority"] == "high"
