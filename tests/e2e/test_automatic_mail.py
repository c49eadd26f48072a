"""The acknowledgement of a mailbox, and the loop that it would have begun."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique, until
from tests.e2e.server import Server


@pytest.fixture
def box(desk: Desk) -> Iterator[str]:
    """A mailbox of this story; it is switched off at its end."""
    address = f"{unique('bells').replace(' ', '-')}@localhost"
    department = desk.call("GET", "/catalogue")["departments"][0]["id"]
    made = desk.call("POST", "/mailboxes", {"address": address, "department_id": department, "from_name": "Bells"})
    yield address
    desk.call("PATCH", f"/mailboxes/{made['id']}", {"acknowledges": False, "confirms": False, "active": False})


def test_an_admin_writes_an_acknowledgement_and_asks_strangers(desk: Desk, box: str, sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/mailboxes")
    card = page.get_by_role("article", name=box)
    expect(card).to_contain_text("nothing")
    card.get_by_role("button", name=f"Change what {box} answers by itself").click()
    dialog = page.get_by_role("dialog", name=f"What {box} answers by itself")
    dialog.get_by_role("switch", name="Acknowledge new tickets").check(force=True)
    # It begins with a whole text.
    subject = dialog.get_by_role("textbox", name="Subject")
    expect(subject).to_have_value("We have received your message [#{{ ticket.number }}]")
    dialog.get_by_text("Čeština").click()
    expect(subject).to_have_value("")
    subject.fill("Máme to [#{{ ticket.number }}]")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Write something first.")
    text = dialog.get_by_role("textbox", name="Text of the acknowledgement")
    text.fill("Dobrý den, ")
    dialog.get_by_role("button", name="Insert a placeholder").click()
    page.get_by_role("menuitem", name="Name of the requester", exact=True).click()
    dialog.get_by_role("button", name="Preview").click()
    shown = dialog.get_by_role("region", name="Preview")
    expect(shown).to_contain_text("Máme to [#4711]")
    expect(shown).to_contain_text("Dobrý den, Kim Novak")
    dialog.get_by_role("switch", name="Ask strangers to confirm their address").check(force=True)
    expect(dialog.get_by_role("region", name="What strangers are asked")).to_contain_text(box)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(card).to_contain_text("acknowledges new tickets (English, Čeština)")
    asked(desk, page, box)


def asked(desk: Desk, page: Page, box: str) -> None:
    """A stranger writes, is asked, answers, and is told that it has come."""
    subject = unique("A bell of mine")
    # Nobody vouches for this sender.
    stranger = f"{unique('nina').replace(' ', '.')}@nowhere.test"
    number = desk.arrived(mail(subject, "It does not ring.", sender=stranger, to=box))
    letter = until(lambda: caught(desk, stranger, 1))
    assert letter["subject"] == "Please confirm your address" and subject not in letter["text"]
    answer_to = next(one["value"] for one in letter["headers"] if one["name"].lower() == "reply-to")
    desk.deliver(mail("Re: Please confirm your address", "It was me.", sender=stranger, to=answer_to))
    letter = until(lambda: caught(desk, stranger, 2))
    assert letter["subject"] == f"We have received your message [#{number}]"
    page.goto(page.url.replace("/mailboxes", f"/tickets/{number}"))
    automatic = page.get_by_role("article", name="Public reply by Tandem")
    expect(automatic).to_contain_text("Automatic")
    expect(automatic).to_contain_text(f"ticket #{number}")
    page.goto(f"{page.url}?tab=history")
    expect(page.get_by_role("main")).to_contain_text("noted that the sender has confirmed their address")


def caught(desk: Desk, recipient: str, least: int) -> dict[str, str] | None:  # type: ignore[type-arg]
    """The newest mail to somebody, once there are so many."""
    rows = [row for row in desk.call("GET", "/caught-mail")["results"] if recipient in row["to"]]
    return desk.call("GET", f"/caught-mail/{rows[0]['id']}") if len(rows) >= least else None


def test_a_loop_is_stopped_named_and_decided(desk: Desk, server: Server, box: str, sign_in: OpenPage) -> None:
    boxes = desk.call("GET", "/mailboxes")["results"]
    identifier = next(one["id"] for one in boxes if one["address"] == box)
    words = desk.call("GET", "/automatic-mail/words")["suggestions"]
    desk.call("PATCH", f"/mailboxes/{identifier}", {"acknowledgements": words, "acknowledges": True, "confirms": True})
    culprit = f"{unique('desk').replace(' ', '.')}@loops.test"
    page = sign_in("Amara Okafor", "/tickets")
    loops(desk, culprit, box)
    page.goto(f"{server.url}/agent/automatic-mail")
    card = page.get_by_role("article", name=culprit)
    expect(card).to_contain_text("within an hour as one address may")
    expect(card.get_by_role("listitem")).to_have_count(4)
    expect(card).to_contain_text("acknowledged")
    expect(card).to_contain_text("not answered")
    expect(page.get_by_role("link", name="Automatic mail")).to_be_visible()
    card.get_by_role("button", name=f"Block automatic mail to {culprit}").click()
    expect(card).to_have_count(0)
    row = page.get_by_role("table", name="Blocked addresses").get_by_role("row").filter(has_text=culprit)
    row.get_by_role("button", name=f"Unblock automatic mail to {culprit}").click()
    expect(row).to_have_count(0)


def loops(desk: Desk, sender: str, box: str) -> None:
    """Another help desk, whose domain vouches for it, opens a ticket for each mail of ours and says so in a new mail."""
    for turn in range(4):
        message = mail(unique(f"Your request was received ({turn})"), "Received.", sender=sender, to=box)
        message["Authentication-Results"] = "mx.localhost; dmarc=pass header.from=loops.test"
        desk.arrived(message)
    until(lambda: desk.call("GET", "/mail-trouble")["loops"] or None)
