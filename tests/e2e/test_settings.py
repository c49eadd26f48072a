"""The admin's pages: people and groups, mailboxes, what could not be placed; and the bell."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique
from tests.e2e.server import Server


def dialog_of(page: Page, button: str) -> Locator:
    """Open the form behind a button."""
    page.get_by_role("button", name=button).click()
    return page.get_by_role("dialog")


def save(dialog: Locator) -> None:
    """Send the form; it closes when the server took it."""
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_be_hidden()


def pick(dialog: Locator, field: str, option: str) -> None:
    """Choose one of many in a form, by keyboard: the field shows no caret to click on."""
    dialog.get_by_role("combobox", name=field).press("ArrowDown")
    dialog.page.get_by_role("option", name=option).click()


def test_a_department_from_nothing_to_its_first_mail(
    server: Server, desk: Desk, sign_in: OpenPage, new_page: OpenPage
) -> None:
    department, team, name = unique("Rentals"), unique("Tandems"), unique("Noor Haddad")
    organisation, box = unique("Bridge Hotel"), f"{unique('rent').replace(' ', '-')}@localhost"
    email, password = f"{name.replace(' ', '.').lower()}@lantern.example", "a bell in the morning"
    page = sign_in("Amara Okafor", "/people?tab=departments")
    dialog = dialog_of(page, "Add a department")
    dialog.get_by_role("textbox", name="Name").fill(department)
    save(dialog)
    expect(page.get_by_role("table", name="Departments")).to_contain_text(department)

    page.get_by_role("tab", name="Agents").click()
    dialog = dialog_of(page, "Add an agent")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="Email address").fill("amara@lantern.example")
    dialog.get_by_role("switch", name="Invite by mail").uncheck(force=True)
    dialog.get_by_role("textbox", name="Password").fill(password)
    pick(dialog, "Departments", department)
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Add", exact=True).click()
    address = dialog.get_by_role("textbox", name="Email address")
    expect(address).to_have_accessible_description("Somebody has this address already.")
    expect(address).to_be_focused()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    address.fill(email)
    save(dialog)
    agents = page.get_by_role("table", name="Agents")
    expect(agents.get_by_role("row").filter(has_text=email)).to_contain_text(department)

    page.get_by_role("tab", name="Teams").click()
    dialog = dialog_of(page, "Add a team")
    dialog.get_by_role("textbox", name="Name").fill(team)
    pick(dialog, "Department", department)
    pick(dialog, "Members", name)
    page.keyboard.press("Escape")
    save(dialog)
    row = page.get_by_role("table", name="Teams").get_by_role("row").filter(has_text=team)
    expect(row).to_contain_text(department)
    expect(row).to_contain_text("1 member")

    page.get_by_role("tab", name="Organisations").click()
    dialog = dialog_of(page, "Add an organisation")
    dialog.get_by_role("textbox", name="Name").fill(organisation)
    domains = dialog.get_by_role("combobox", name="Domains").or_(dialog.get_by_role("textbox", name="Domains"))
    domains.fill(f"{organisation.replace(' ', '-').lower()}.example")
    domains.press("Enter")
    save(dialog)
    expect(page.get_by_role("table", name="Organisations")).to_contain_text(organisation)

    page.get_by_role("link", name="Mailboxes").click()
    dialog = dialog_of(page, "Add a mailbox")
    dialog.get_by_role("textbox", name="Address that customers write to").fill(box)
    dialog.get_by_role("textbox", name="Name that customers see").fill("Rentals of Lantern Cycles")
    pick(dialog, "Department", department)
    save(dialog)
    card = page.get_by_role("article", name=box)
    expect(card).to_contain_text(department)
    connects_it(page, card)

    theirs = new_page()
    theirs.goto(f"{server.url}/agent/tickets?view=unassigned")
    theirs.get_by_role("textbox", name="Email address").fill(email)
    theirs.get_by_role("textbox", name="Password").fill(password)
    theirs.get_by_role("button", name="Sign in", exact=True).click()
    expect(theirs.get_by_text("Nothing needs you here.")).to_be_visible()
    subject = unique("A tandem for two days")
    desk.deliver(mail(subject, "Is one free at the weekend?", to=box))
    row = theirs.get_by_role("list", name="Tickets").get_by_role("link", name=subject)
    pill = theirs.get_by_role("button", name="1 update")
    expect(row.or_(pill).first).to_be_visible()
    if pill.is_visible():
        pill.click()
    row.click()
    expect(theirs.get_by_role("button", name=f"Department: {department}")).to_be_visible()


def connects_it(page: Page, card: Locator) -> None:
    """Choose a provider, try it out, save: the password is asked once, and what is wrong is said in words."""
    card.get_by_role("button", name="Fetch mail of").click()
    dialog = page.get_by_role("dialog", name="Fetch mail from a server")
    pick(dialog, "Provider", "Another one")
    # A server of this house's own is not connected to: the test must not leave this machine.
    dialog.get_by_role("textbox", name="Server", exact=True).fill("127.0.0.1")
    dialog.get_by_role("textbox", name="Password").fill("abcd")
    dialog.get_by_role("button", name="Test the connection").click()
    expect(dialog.get_by_role("alert")).to_contain_text("cannot connect")
    dialog.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("fetched from 127.0.0.1")
    expect(card.get_by_role("alert")).to_contain_text("cannot connect")
    # Another server gets no password that was given for this one.
    card.get_by_role("button", name="Change where mail of").click()
    dialog.get_by_role("textbox", name="Server", exact=True).fill("localhost")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Enter the password for this server and user.")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    card.get_by_role("button", name="no more").click()
    expect(card).to_contain_text("by forwarding or direct delivery")


def test_the_quarantine_says_why(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("Talking to ourselves")
    desk.deliver(mail(subject, "Hello, it is us.", sender="support@localhost"))
    page = sign_in("Amara Okafor", "/quarantine")
    row = page.get_by_role("row").filter(has_text=subject)
    again = page.get_by_role("link", name="Quarantine")
    expect(row.or_(again).first).to_be_visible()
    expect(row).to_contain_text("it comes from one of our own addresses")
    row.get_by_role("button", name=f"Why is “{subject}” here?").click()
    trace = page.get_by_role("dialog", name="The way of this mail")
    expect(trace).to_contain_text("support@localhost")
    expect(trace).to_contain_text("one of our own addresses")
    expect(trace.get_by_role("link", name=re.compile("Download|original", re.IGNORECASE))).to_be_visible()


def test_the_bell_rings_for_an_assignment_and_leads_to_it(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("Somebody has to do it")
    number = desk.ticket(subject)
    page = sign_in("Jonas Brandt", "/tickets?view=mine_open")
    bell = page.get_by_role("link", name=re.compile("^Notifications"))
    before = int(re.sub(r"\D", "", bell.get_attribute("aria-label") or "") or 0)
    change = {"owner": {"base": None, "mine": desk.person("Jonas Brandt")}}
    desk.call("PATCH", f"/tickets/{number}", {"changes": change})
    expect(bell).to_have_accessible_name(f"Notifications, {before + 1} unread")
    bell.click()
    entry = page.get_by_role("list", name="Notifications").get_by_role("link").filter(has_text=subject)
    expect(entry).to_contain_text("Amara Okafor")
    entry.click()
    expect(page.get_by_role("heading", level=1, name=subject)).to_be_visible()
    expect(page.get_by_role("button", name="Owner: Jonas Brandt")).to_be_visible()
    expect(bell).to_have_accessible_name("Notifications" if before == 0 else f"Notifications, {before} unread")
