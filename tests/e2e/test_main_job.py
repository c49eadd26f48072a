"""A customer writes, an agent answers, takes the answer back, sends it after all; the customer's answer finds its way back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique

ANSWER = "Please turn the bell by a quarter and try again."


def appears(page: Page, subject: str) -> None:
    """The row comes by itself; where rows wait behind the pill, one click brings them in."""
    row = page.get_by_role("list", name="Tickets").get_by_role("link", name=subject)
    waiting = page.get_by_role("button", name=re.compile(r"^\d+ updates?$"))
    expect(row.or_(waiting).first).to_be_visible()
    if waiting.is_visible():
        waiting.click()
    expect(row).to_be_visible()


def test_from_a_mail_to_its_answer_and_back(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("The bell is silent")
    page = sign_in("Amara Okafor", "/tickets?view=unassigned")
    expect(page.get_by_role("list", name="Tickets")).to_be_visible()
    came = mail(subject, "Hello,\n\nthe bell of my new bicycle does not ring.\n\nRobin")
    desk.deliver(came)
    appears(page, subject)

    page.get_by_role("list", name="Tickets").get_by_role("link", name=subject).click()
    expect(page.get_by_role("heading", level=1, name=subject)).to_be_visible()
    expect(page.get_by_role("article", name=re.compile("Message from Robin Hale"))).to_contain_text("does not ring")
    page.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    text = page.get_by_role("textbox", name="Text of the reply")
    text.press_sequentially(ANSWER)
    text.press("ControlOrMeta+Enter")

    page.get_by_role("region", name="Replies on their way").get_by_role("button", name="Undo").click()
    expect(text).to_have_text(ANSWER)
    expect(page.get_by_text("Amara Okafor took a reply back")).to_be_visible()
    text.press("ControlOrMeta+Enter")
    reply = page.get_by_role("article", name=re.compile("Public reply by Amara Okafor"))
    expect(reply).to_contain_text(ANSWER)
    expect(reply.get_by_text(re.compile("^Sent "))).to_be_visible()
    number = page.url.rsplit("/", 1)[-1].split("?")[0]
    expect(page.get_by_role("button", name="Status: Waiting").first).to_be_visible()

    page.get_by_role("link", name="Caught mail").click()
    mails = page.get_by_role("table", name="Caught mail").get_by_role("button", name=subject)
    expect(mails).to_have_count(1)
    mails.click()
    caught = page.get_by_role("dialog", name="Caught mail")
    expect(caught.get_by_role("link", name=f"#{number}")).to_be_visible()
    expect(caught).to_contain_text(ANSWER)
    caught.get_by_text("All headers").click()
    headers = {
        name: caught.get_by_role("term")
        .filter(has_text=re.compile(f"^{name}$", re.I))
        .last.locator("+ dd")
        .inner_text()
        for name in ("To", "From", "Reply-To", "References", "In-Reply-To", "Message-ID")
    }
    assert headers["To"] == "Robin Hale <robin@hale.example>"
    assert headers["From"].endswith("<support@localhost>")
    assert headers["References"].split()[0] == came["Message-ID"]
    assert headers["In-Reply-To"] == came["Message-ID"]
    reply_to = re.search(r"[\w.+-]+@[\w.-]+", headers["Reply-To"])
    assert reply_to is not None and reply_to.group().startswith("support+")

    caught.get_by_role("link", name=f"#{number}").click()
    expect(page.get_by_role("heading", level=1, name=subject)).to_be_visible()
    back = mail(f"Re: {subject}", "It rings now, thank you!", to=reply_to.group())
    back["In-Reply-To"] = headers["Message-ID"]
    back["References"] = f"{came['Message-ID']} {headers['Message-ID']}"
    desk.deliver(back)
    expect(page.get_by_role("article", name=re.compile("Message from Robin Hale"))).to_have_count(2)
    expect(page.get_by_role("log", name="Conversation")).to_contain_text("It rings now, thank you!")
    expect(page.get_by_role("button", name="Status: Open").first).to_be_visible()
