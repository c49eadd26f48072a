"""Spam, the trash, and what goes for good."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server


def test_spam_with_its_sender_is_emptied_into_the_trash_and_one_goes_for_good(
    server: Server, desk: Desk, sign_in: OpenPage
) -> None:
    subject = unique("You have won")
    number = desk.ticket(subject, requester={"email": "lottery@prize.example", "name": "Lottery"})
    page = sign_in("Amara Okafor", f"/tickets/{number}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Spam, and block Lottery").click()
    expect(page.get_by_text(f"#{number} marked as spam, Lottery blocked")).to_be_visible()
    expect(page.get_by_text("This ticket is marked as spam.")).to_be_visible()

    page.goto(f"{server.url}/agent/people?tab=customers")
    page.get_by_role("searchbox", name="Search customers").fill("prize.example")
    expect(page.get_by_role("row", name=re.compile("Lottery"))).to_contain_text("Blocked")
    page.get_by_role("button", name="Unblock lottery@prize.example").click()
    expect(page.get_by_role("row", name=re.compile("Lottery"))).not_to_contain_text("Blocked")

    page.goto(f"{server.url}/agent/tickets?view=spam")
    page.get_by_role("button", name="Empty the spam folder…").click()
    page.get_by_role("dialog").get_by_role("button", name="Move to the trash").click()
    expect(page.get_by_role("link", name=re.compile(re.escape(subject)))).to_have_count(0)

    colleague = sign_in("Amara Okafor", f"/tickets/{number}")
    expect(colleague.get_by_text("This ticket is in the trash.")).to_be_visible()
    page.goto(f"{server.url}/agent/tickets/{number}?view=trash")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete for good…").click()
    question = page.get_by_role("dialog", name=f"Delete #{number} for good?")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text(f"#{number} deleted for good")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(re.escape(subject)))).to_have_count(0)
    # Whoever has it open is not left with a ticket that is not there any more.
    expect(colleague.get_by_role("heading", level=1, name=subject)).to_have_count(0)


def test_the_trash_says_what_becomes_of_it_and_only_an_admin_empties_it(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Thrown away"))
    desk.call("POST", f"/tickets/{number}/trash")
    page = sign_in("Lin Wei 林薇", "/tickets?view=trash")
    expect(page.get_by_text("在此停留满 60 天的内容将被彻底删除。")).to_be_visible()
    expect(page.get_by_role("button", name="清空回收站…")).to_have_count(0)


def test_an_agent_marks_spam_once_an_admin_has_allowed_it(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Cheap watches"))
    agent = sign_in("Jonas Brandt", f"/tickets/{number}")
    agent.get_by_role("button", name="More actions").click()
    expect(agent.get_by_role("menuitem", name="Mark as spam")).to_be_disabled()
    page = sign_in("Amara Okafor", "/people")
    page.get_by_role("button", name="Edit Jonas Brandt").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("switch", name="May mark spam and block senders").check(force=True)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    agent.goto(f"{server.url}/agent/tickets/{number}")
    agent.get_by_role("button", name="More actions").click()
    agent.get_by_role("menuitem", name="Mark as spam").click()
    expect(agent.get_by_text("This ticket is marked as spam.")).to_be_visible()
