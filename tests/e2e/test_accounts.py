"""Joining, a forgotten password, and the second factor, as people go through them."""

from __future__ import annotations

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tandem.infra import clock
from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique, until
from tests.e2e.server import Server

PASSWORD = "a bell in the morning"


def link_in_mail(desk: Desk, address: str, subject: str) -> str:
    """The link of the newest caught mail to somebody."""

    def found() -> str | None:
        for row in desk.call("GET", "/caught-mail")["results"]:
            if row["to"] == [address] and row["subject"] == subject:
                text = desk.call("GET", f"/caught-mail/{row['id']}")["text"]
                return re.search(r"http\S+/agent/link#\S+", text)[0]  # type: ignore[index]  # there is always one
        return None

    return until(found)


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows."""
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), clock.now_ms() // 30_000 + steps)))


def sign_in(page: Page, server: Server, email: str, password: str) -> None:
    """Through the front door."""
    page.goto(f"{server.url}/agent/sign-in")
    page.get_by_role("textbox", name="Email address").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def colleague(desk: Desk, server: Server, page: Page) -> tuple[str, str]:
    """(name, address) of somebody new, who is signed in on the page."""
    name = unique("Ola Berg")
    email = f"{name.replace(' ', '.').lower()}@lantern.example"
    desk.call("POST", "/people", {"name": name, "email": email, "role": "agent", "password": PASSWORD})
    sign_in(page, server, email, PASSWORD)
    page.wait_for_url(re.compile(r"/agent/(tickets.*)?$"))
    return name, email


def test_from_the_invitation_to_a_forgotten_password(server: Server, desk: Desk, new_page: OpenPage) -> None:
    admin = new_page()
    admin.goto(f"{server.url}/agent/sign-in")
    admin.get_by_role("button", name="Amara Okafor").click()
    admin.wait_for_url(re.compile(r"/agent/(tickets.*)?$"))
    admin.goto(f"{server.url}/agent/people?tab=agents")
    name = unique("Ida Lund")
    email = f"{name.replace(' ', '.').lower()}@lantern.example"
    admin.get_by_role("button", name="Add an agent").click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="Email address").fill(email)
    expect(dialog.get_by_role("switch", name="Invite by mail")).to_be_checked()
    dialog.get_by_role("button", name="Add", exact=True).click()
    shown = admin.get_by_role("textbox", name="Link").input_value()
    admin.get_by_role("button", name="Done").click()
    expect(admin.get_by_role("row").filter(has_text=email)).to_contain_text("Invited until")

    link = link_in_mail(desk, email, "You are invited to Tandem")
    assert link == shown
    ida = new_page()
    ida.goto(link)
    ida.get_by_role("textbox", name="Password").fill("short")
    ida.get_by_role("button", name="Join").click()
    expect(ida.get_by_role("textbox", name="Password")).to_be_focused()
    ida.get_by_role("textbox", name="Password").fill(PASSWORD)
    ida.get_by_role("button", name="Join").click()
    ida.wait_for_url(re.compile(r"/agent/(tickets.*)?$"))

    other = new_page()
    other.goto(link)
    expect(other.get_by_role("alert")).to_contain_text("used already")
    other.get_by_role("link", name="Ask for a new link").click()
    other.get_by_role("textbox", name="Email address").fill(email)
    other.get_by_role("button", name="Send the link").click()
    expect(other.get_by_role("status")).to_contain_text("a mail is on its way")
    other.goto(link_in_mail(desk, email, "A new password for Tandem"))
    other.get_by_role("textbox", name="Password").fill(f"{PASSWORD} again")
    other.get_by_role("button", name="Set the password").click()
    expect(other.get_by_role("status")).to_contain_text("Every session was ended")
    sign_in(other, server, email, f"{PASSWORD} again")
    other.wait_for_url(re.compile(r"/agent/(tickets.*)?$"))


def test_a_code_of_the_app_is_the_second_step(server: Server, desk: Desk, new_page: OpenPage) -> None:
    page = new_page()
    _name, email = colleague(desk, server, page)
    page.goto(f"{server.url}/agent/me/security")
    page.get_by_role("button", name="Set up an app").click()
    dialog = page.get_by_role("dialog")
    secret = dialog.get_by_role("textbox", name="Key").input_value()
    dialog.get_by_role("textbox", name="Code").fill(code_of(secret))
    dialog.get_by_role("button", name="Turn it on").click()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("button", name="Remove the app")).to_be_visible()

    again = new_page()
    sign_in(again, server, email, PASSWORD)
    again.get_by_role("textbox", name="Code of your authenticator app").fill("000000")
    again.get_by_role("button", name="Continue").click()
    expect(again.get_by_role("alert")).to_contain_text("not right")
    again.get_by_role("textbox", name="Code of your authenticator app").fill(recovery)
    again.get_by_role("button", name="Continue").click()
    again.wait_for_url(re.compile(r"/agent/(tickets.*)?$"))

    page.reload()
    rows = page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="End all other sessions").click()
    expect(rows).to_have_count(1)
    again.reload()
    again.wait_for_url(re.compile(r"/sign-in"))


def test_a_passkey_signs_in_by_itself(server: Server, desk: Desk, new_page: OpenPage) -> None:
    page = new_page()
    name, _email = colleague(desk, server, page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": key | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto(f"{server.url}/agent/me/security")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("My laptop")
    page.get_by_role("dialog").get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("list", name="Passkeys")).to_contain_text("My laptop")

    page.get_by_role("button", name=re.compile("My menu")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url(re.compile(r"/sign-in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"/agent/(tickets.*)?$"))
    expect(page.get_by_role("button", name=f"My menu: {name}")).to_be_visible()
