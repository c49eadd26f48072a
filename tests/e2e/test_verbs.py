"""Everyday verbs: many tickets at once, a note that is edited, files of a ticket."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import rewrite


def test_many_are_changed_one_is_refused_and_all_is_undone(desk: Desk, sign_in: OpenPage) -> None:
    mark = unique("bulk").replace(" ", "")
    numbers = [desk.ticket(f"{mark} {at}") for at in range(3)]
    # What is closed for good changes no more.
    ended = {"changes": {"status": {"base": "open", "mine": "closed"}}}
    desk.call("PATCH", f"/tickets/{numbers[0]}", ended)
    page = sign_in("Amara Okafor", f"/tickets?view=all&q={mark}")
    for number in numbers:
        page.get_by_role("checkbox", name=f"Select #{number}").check(force=True)
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Status").click()
    page.get_by_role("menuitem", name="Solved").click()
    report = page.get_by_role("region", name="What came of it")
    expect(report).to_contain_text("2 done · 1 skipped")
    report.get_by_role("button", name="Show why").click()
    expect(report.get_by_role("listitem")).to_contain_text("closed for good")
    report.get_by_role("button", name="Undo all").click()
    expect(report).to_contain_text("2 undone")
    states = {desk.call("GET", f"/tickets/{number}")["status"] for number in numbers[1:]}
    assert states == {"open"}


def test_a_note_is_edited_twice_and_its_earlier_texts_are_read(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Note to edit"))
    desk.call("POST", f"/tickets/{number}/messages", {"visibility": "internal", "body": "Ask the plumber."})
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    for text in ("Ask the electrician.", "Ask the electrician today."):
        page.get_by_role("article").get_by_role("button", name="Edit", exact=True).click()
        dialog = page.get_by_role("dialog", name="Edit the internal note")
        rewrite(dialog.get_by_role("textbox", name="Text of the internal note"), text)
        dialog.get_by_role("button", name="Save").click()
        expect(page.get_by_role("article").get_by_text(text, exact=True)).to_be_visible()
    page.get_by_role("button", name="Edited: read the earlier texts").click()
    texts = page.get_by_role("dialog", name="Texts of this note")
    expect(texts.get_by_role("list").get_by_role("button")).to_have_count(3)
    expect(texts.locator("ins")).to_contain_text("today")
    texts.get_by_role("button", name=re.compile("First text")).click()
    expect(texts.get_by_role("region", name="Text")).to_contain_text("Ask the plumber.")


def test_a_file_is_removed_and_restored_in_its_tab(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("With a file"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    page.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    page.get_by_role("textbox", name="Text of the reply").fill("Here is the list.")
    page.locator("input[type=file]").set_input_files(
        {"name": "prices.txt", "mimeType": "text/plain", "buffer": b"one two three"}
    )
    expect(page.get_by_text("prices.txt")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Send reply")).click()
    page.get_by_role("link", name="Attachments 1").click()
    files = page.get_by_role("region", name="Attachments")
    expect(files.get_by_role("listitem")).to_contain_text("Amara Okafor, public reply")
    files.get_by_role("button", name="Remove prices.txt").click()
    expect(files.get_by_role("listitem")).to_contain_text("File removed by Amara Okafor")
    files.get_by_role("button", name="Restore prices.txt").click()
    expect(files.get_by_role("link", name="prices.txt")).to_be_visible()
