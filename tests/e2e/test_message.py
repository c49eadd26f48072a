"""What strangers write is shown as they meant it, and nothing of it acts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, FrameLocator, Page, Request, Route, expect

from tandem.infra.pictures.addresses import PREFIX
from tandem.sample_data.drawing import png
from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique
from tests.e2e.server import Server

PICTURE = png(24, 24, lambda x, y: (180, 40, x * 4 + y))
#: Each would say PWNED by itself, or tell somebody outside that the mail was read.
ATTACKS = """
<script>alert('PWNED')</script><img src=x onerror="alert('PWNED')">
<svg onload="console.log('PWNED')"><script>alert('PWNED')</script></svg>
<svg><animate onbegin="alert('PWNED')" attributeName=x dur=1s></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert('PWNED')></style></mglyph></table></mtext></math>
<iframe srcdoc="<script>parent.alert('PWNED')</script>"></iframe>
<object data="https://outside.example/o"></object><embed src="https://outside.example/e">
<link rel=stylesheet href="https://outside.example/l.css"><base href="https://outside.example/">
<style>@import url(https://outside.example/i.css);body{background:url(https://outside.example/b.png)}</style>
<meta http-equiv=refresh content="0;url=https://outside.example/m">
<form action="https://outside.example/f"><button autofocus onfocus="alert('PWNED')">go</button></form>
<details open ontoggle="alert('PWNED')"><summary>open</summary></details>
<video src="https://outside.example/v" autoplay onerror=alert('PWNED')></video>
<p style="background:url(https://outside.example/s.png)">styled</p>
<a href="javascript:alert('PWNED')">a link</a> <a href="jav&#x09;ascript:alert('PWNED')">another</a>
<input autofocus onfocus="alert('PWNED')"><marquee onstart="alert('PWNED')">m</marquee>
<p id="__root">The end of the attack.</p>
"""


@pytest.fixture
def watched() -> list[str]:
    """What must not happen, as it happens: dialogs, console lines of attackers, requests to elsewhere."""
    return []


def watch(page: Page, watched: list[str], server: Server) -> None:
    """Write down everything that a mail must not do."""

    def asked(request: Request) -> None:
        if not request.url.startswith((server.url, "data:", "blob:", "about:")):
            watched.append(f"request {request.url}")

    page.context.on("request", asked)

    def opened(dialog: Dialog) -> None:
        watched.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def logged(line: ConsoleMessage) -> None:
        if "PWNED" in line.text:
            watched.append(f"console {line.text}")

    page.on("dialog", opened)
    page.on("console", logged)
    page.on("popup", lambda popup: watched.append(f"popup {popup.url}"))


def original(page: Page) -> FrameLocator:
    """The mail as it came, in its frame."""
    frame = page.locator("iframe[title^='Original message of']")
    expect(frame).to_have_attribute("sandbox", re.compile("^(?!.*allow-(scripts|same-origin)).*$"))
    return frame.content_frame


def test_a_mail_full_of_attacks_does_nothing(server: Server, desk: Desk, sign_in: OpenPage, watched: list[str]) -> None:
    message = mail(unique("<img src=x onerror=alert('PWNED')>"), "Plain words.", html=ATTACKS)
    number = desk.arrived(message)
    page = sign_in("Amara Okafor", "/tickets?view=all")
    watch(page, watched, server)
    page.goto(f"{server.url}/agent/tickets/{number}?view=all")
    expect(page.get_by_role("heading", level=1, name=message["Subject"])).to_be_visible()
    show = page.get_by_role("button", name="Show original")
    expect(show.or_(page.locator("iframe")).first).to_be_visible()
    if show.is_visible():
        show.click()
    frame = original(page)
    expect(frame.get_by_text("The end of the attack.")).to_be_visible()
    for selector in (
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "link",
        "base",
        "[onerror]",
        "[onload]",
        "[onfocus]",
    ):
        expect(frame.locator(f"body {selector}")).to_have_count(0)
    expect(frame.locator("a[href^='javascript' i], a[href^='jav' i]")).to_have_count(0)
    page.get_by_role("button", name="Show as text").click()
    expect(page.get_by_role("log").get_by_text("The end of the attack.")).to_be_visible()
    assert page.evaluate("fetch('/api/v1/me').then(answer => answer.status)") == 200
    assert watched == []


def test_pictures_from_elsewhere_load_after_a_click_by_way_of_us(
    server: Server, desk: Desk, sign_in: OpenPage, watched: list[str]
) -> None:
    """sec:D-06, D-07: the browser asks our server for an address that we signed, and nobody else. What the server then does with
    it is proven with a server elsewhere (`tests/infra/server/test_pictures.py`): here there is no way out."""
    html = '<p>Our news</p><img src="https://pictures.example/p.png" alt="A bell" width="40" height="40">'
    number = desk.arrived(mail(unique("News"), "Our news", html=html))
    page = sign_in("Amara Okafor", "/tickets?view=all")
    watch(page, watched, server)
    fetched: list[str] = []

    def ours(route: Route) -> None:
        fetched.append(route.request.url)
        route.fulfill(body=PICTURE, content_type="image/png")

    page.context.route(f"{server.url}{PREFIX}**", ours)
    page.goto(f"{server.url}/agent/tickets/{number}?view=all")
    expect(original(page).get_by_text("Our news")).to_be_visible()
    show = page.get_by_role("button", name="Show images")
    expect(show).to_be_visible()
    assert watched == []
    show.click()
    picture = original(page).get_by_role("img", name="A bell")
    expect(picture).to_have_js_property("naturalWidth", 24)
    assert watched == [] and len(fetched) == 1


def test_attachments_and_inline_pictures(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    message = mail(unique("With a photo"), "See the photo.", html='<p>See:</p><img src="cid:bell@hale" alt="The bell">')
    html = message.get_body(("html",))
    assert html is not None
    html.add_related(PICTURE, "image", "png", cid="<bell@hale>", filename="bell.png")
    message.add_attachment(b"<script>alert(1)</script>", "text", "html", filename="offer.html")
    number = desk.arrived(message)
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    expect(original(page).get_by_role("img", name="The bell")).to_have_js_property("naturalWidth", 24)

    link = page.get_by_role("list", name="Attachments").get_by_role("link", name="Download offer.html")
    answer = page.request.get(server.url + str(link.get_attribute("href")))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "offer.html" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "offer.html"
    assert download.value.path().read_bytes() == b"<script>alert(1)</script>"


def test_quoted_text_is_folded_and_opens(desk: Desk, sign_in: OpenPage) -> None:
    text = "Yes, it does.\n\nOn Mon, 2 Nov 2026 at 09:12, Support <support@localhost> wrote:\n> Does it ring?\n> We hope so.\n"
    number = desk.arrived(mail(unique("Re: The bell"), text))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    conversation = page.get_by_role("log")
    expect(conversation).to_contain_text("Yes, it does.")
    expect(conversation.get_by_text("We hope so.")).to_be_hidden()
    fold = page.get_by_role("button", name="Show quoted text")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(conversation.get_by_text("We hope so.")).to_be_visible()
    page.get_by_role("button", name="Hide quoted text").click()
    expect(conversation.get_by_text("We hope so.")).to_be_hidden()
