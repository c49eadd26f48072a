"""A mailbox that is signed in at its provider by a browser that goes there and back, and one that takes mail by webhook."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.channels.email.oauth_provider import CLIENT, OauthProvider
from tests.e2e.conftest import OpenPage
from tests.e2e.desk import unique
from tests.e2e.server import Server


@pytest.fixture
def provider() -> Iterator[OauthProvider]:
    """A provider on this machine; its page for signing in is played by the test."""
    made = OauthProvider()
    yield made
    made.close()


def goes_there(page: Page, server: Server, provider: OauthProvider, *, declined: bool = False) -> None:
    """Whoever comes to the provider's page is sent back at once."""

    def back(route: Route) -> None:
        told = provider.visit(route.request.url, declined=declined)
        where = "&".join(f"{name}={value}" for name, value in told.items())
        route.fulfill(status=302, headers={"location": f"{server.url}/agent/mailboxes?{where}"})

    page.route("https://id.provider.example/**", back)


def test_a_mailbox_is_signed_in_by_a_browser(
    server: Server, sign_in: OpenPage, provider: OauthProvider, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tests.channels.email.oauth_provider.REDIRECT", f"{server.url}/agent/mailboxes")
    page = sign_in("Amara Okafor", "/mailboxes")
    card = page.get_by_role("article", name="support@localhost")
    card.get_by_role("button", name="Fetch mail of").or_(
        card.get_by_role("button", name="Change where mail of")
    ).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Provider").press("ArrowDown")
    page.get_by_role("option", name="Another one").click()
    dialog.get_by_role("radiogroup", name="Signing in").get_by_text("Sign in (OAuth)").click()
    expect(dialog.get_by_text("/agent/mailboxes")).to_be_visible()
    for name, value in {
        "Client ID": CLIENT[0],
        "Client secret": CLIENT[1],
        "Address for signing in": provider.settings["authorize_url"],
        "Address for tokens": provider.settings["token_url"],
        "Scope": "mail",
        "Server": "127.0.0.1",
    }.items():
        dialog.get_by_role("textbox", name=name, exact=True).fill(value)
    dialog.get_by_role("combobox", name="Encryption").press("ArrowDown")
    page.get_by_role("option", name="None").click()
    goes_there(page, server, provider, declined=True)
    dialog.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("alert").filter(has_text="did not let Tandem in")).to_be_visible()
    assert page.url == f"{server.url}/agent/mailboxes"
    page.unroute("https://id.provider.example/**")
    goes_there(page, server, provider)
    card.get_by_role("button", name="Change where mail of").click()
    dialog.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("Tandem is signed in for")).to_be_visible()
    assert page.url == f"{server.url}/agent/mailboxes" and len(provider.refresh) == 1
    card.get_by_role("button", name="Change where mail of").click()
    expect(dialog.get_by_text("Signed in since")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    card.get_by_role("button", name="Fetch mail of").click()
    expect(card.get_by_text("by forwarding or direct delivery")).to_be_visible()


def test_a_mailbox_takes_mail_by_webhook(server: Server, sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/mailboxes")
    card = page.get_by_role("article", name="support@localhost")
    card.get_by_role("button", name="Take mail of").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Provider").press("ArrowDown")
    page.get_by_role("option", name="Postmark").click()
    dialog.get_by_role("button", name="Save").click()
    shown = dialog.locator("code").first
    expect(shown).to_contain_text("/postmark/mime")
    address = shown.inner_text()
    subject = unique("By webhook")
    assert _post(address, subject) == 200 and _post(address.replace("tandem:", "tandem:x"), subject) == 401
    dialog.get_by_role("button", name="Close").last.click()
    expect(card.get_by_text("last mail")).to_be_visible(timeout=15_000)
    # The secret is not shown again.
    card.get_by_role("button", name="Change the webhook of").click()
    expect(shown).not_to_contain_text("@localhost")
    dialog.get_by_role("button", name="Close").last.click()
    card.get_by_role("button", name="Remove the webhook of").click()
    expect(card.get_by_role("button", name="Take mail of")).to_be_visible()
    page.goto(f"{server.url}/agent/mail-log")
    expect(page.get_by_text(subject)).to_be_visible()


def _post(address: str, subject: str) -> int:
    """As Postmark posts."""
    scheme, _, rest = address.partition("://")
    credentials, _, place = rest.partition("@")
    raw = f"From: kim@customer.example\r\nTo: a@localhost\r\nSubject: {subject}\r\nMessage-ID: <{subject}@x>\r\n\r\nHello\r\n"
    told = {"MessageID": subject, "RawEmail": raw, "OriginalRecipient": "nobody@localhost", "Headers": []}
    request = urllib.request.Request(f"{scheme}://{place}", json.dumps(told).encode(), method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", "Basic " + base64.b64encode(credentials.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
