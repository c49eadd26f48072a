"""A message in the wrong ticket is moved, and its mail is read once more."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique


def test_a_message_is_moved_to_a_ticket_of_its_own(desk: Desk, sign_in: OpenPage) -> None:
    here, subject = unique("A bell that rings"), unique("A lamp that is dark")
    number = desk.arrived(mail(here, "It rings all day.", sender="nora@lamp.example"))
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    page.get_by_role("button", name="Wrong ticket for the message of").click()
    dialog = page.get_by_role("dialog", name="Wrong ticket")
    dialog.get_by_role("textbox", name="Number of the ticket").fill("999999")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_contain_text("There is no such ticket")
    dialog.get_by_text("In a ticket of its own").click()
    dialog.get_by_role("textbox", name="Subject").fill(subject)
    dialog.get_by_role("button", name="Move").click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()
    moved = page.get_by_role("article", name=re.compile("^Message from"))
    expect(moved).to_contain_text("It rings all day.")
    expect(moved).to_contain_text(f"Moved here from #{number}")
    # Nothing is left there but the line that says so.
    moved.get_by_role("link", name=f"#{number}").click()
    expect(page.get_by_role("heading", name=here)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("was moved to #")
    assert desk.call("GET", f"/tickets/{number}")["deleted"]


def test_chosen_mails_are_read_again(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("Read me twice")
    desk.arrived(mail(subject, "Once."))
    page = sign_in("Amara Okafor", "/mail-log")
    page.get_by_role("checkbox", name=f"Choose “{subject}”").check()
    chosen = page.get_by_role("region", name="Chosen mails")
    expect(chosen).to_contain_text("1 mail chosen")
    chosen.get_by_role("button", name="Place and read again").click()
    expect(page.get_by_role("alert").filter(has_text="Read again: 1.")).to_be_visible()
    expect(chosen).to_have_count(0)
    page.get_by_role("button", name=f"The way of “{subject}”").click()
    expect(page.get_by_role("dialog")).to_contain_text("nothing was read otherwise")
