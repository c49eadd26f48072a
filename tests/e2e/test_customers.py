"""Two customers become one, the audit log is narrowed, and the numbers of arrival are the lengths of their lists."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique
from tests.e2e.server import Server


def test_two_customers_become_one(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    name = unique("Nora Vale")
    office, home = (f"{name.replace(' ', '.').lower()}@{place}.example" for place in ("office", "home"))
    desk.arrived(mail(unique("From the office"), "Hello.", sender=f"{name} <{office}>"))
    desk.arrived(mail(unique("From home"), "Me again.", sender=f"{name} at home <{home}>"))

    page = sign_in("Amara Okafor", "/people?tab=customers")
    page.get_by_role("searchbox", name="Search customers").fill(office)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=re.compile("Merge")).click()
    dialog = page.get_by_role("dialog", name="Merge two customers")
    dialog.get_by_role("combobox", name="The other customer").or_(
        dialog.get_by_role("textbox", name="The other customer")
    ).fill(home)
    page.get_by_role("option", name=re.compile(home)).click()
    expect(dialog.get_by_role("radio", name=name, exact=True)).to_be_checked()
    expect(dialog).to_contain_text(home)
    dialog.get_by_role("button", name="Merge").click()
    expect(dialog).to_be_hidden()
    addresses = page.get_by_role("region", name="Mail addresses")
    expect(addresses.get_by_role("link", name=home)).to_be_visible()

    late = unique("Late from home")
    number = desk.arrived(mail(late, "Still me.", sender=f"{name} <{home}>"))
    assert desk.call("GET", f"/tickets/{number}")["requester"]["name"] == name
    page.reload()
    expect(page.get_by_role("region", name="Latest tickets").get_by_role("link", name=re.compile(late))).to_be_visible()
    expect(page.get_by_role("region", name="Latest tickets").get_by_role("link", name="3 tickets")).to_be_visible()


def test_the_audit_log_is_narrowed_and_its_address_keeps_it(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    organisation = unique("Harbour Line")
    desk.call("POST", "/organisations", {"name": organisation})
    page = sign_in("Amara Okafor", "/audit")
    log = page.get_by_role("table", name="Audit log")
    row = log.get_by_role("row").filter(has_text=organisation)
    expect(row).to_contain_text("Amara Okafor")
    page.get_by_role("combobox", name="Kind of record").or_(page.get_by_role("textbox", name="Kind of record")).click()
    page.get_by_role("option", name="Mailbox", exact=True).click()
    expect(row).to_have_count(0)
    expect(page).to_have_url(re.compile("subject=mailbox"))
    page.reload()
    expect(log.get_by_role("row").filter(has_text="localhost").first).to_be_visible()
    page.get_by_role("button", name="Clear all filters").click()
    row.get_by_role("link", name=organisation).click()
    expect(page.get_by_role("heading", name=organisation, level=1)).to_be_visible()


def test_the_numbers_of_arrival_are_the_lengths_of_their_lists(desk: Desk, sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/")
    box = page.get_by_role("link", name=re.compile("Unassigned$"))
    expect(box).to_be_visible()
    before = int(box.get_by_role("strong").inner_text())
    desk.ticket(unique("Nobody has it"))
    expect(box.get_by_role("strong")).to_have_text(str(before + 1))
    box.click()
    expect(page).to_have_url(re.compile("view=unassigned"))
    expect(page.get_by_role("option").or_(page.get_by_role("listitem")).first).to_be_visible()
    shown = desk.call("GET", "/tickets?view=unassigned&limit=100")["results"]
    assert len(shown) == before + 1
