"""The workspace as an app of its own: it opens without its server, shows what was read, and keeps what is written."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import note_box, rewrite, saved
from tests.patience import until

#: What the device keeps of a ticket, once there is something: to open a database that is not there would make an empty one.
KEPT = """async number => {
  if (!(await indexedDB.databases()).some(one => one.name === 'tandem-kept')) return [];
  const settled = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const base = await settled(indexedDB.open('tandem-kept'));
  const all = await settled(base.transaction('answers').objectStore('answers').getAll());
  base.close();
  return all.filter(one => one.key[0] === 'ticket' && one.key[1] === number).length;
}"""
SHELL = """async () => Boolean(navigator.serviceWorker.controller)
  && Boolean(await (await caches.open('tandem-shell')).match('/agent/'))"""


def ready(page: Page) -> bool:
    """Wait until the page would open without its server. (`wait_for_function` takes any promise for a yes.)"""
    return until(lambda: page.evaluate(SHELL), pause=0.05)


def keeps(page: Page, number: int, answers: int) -> bool:
    """Wait until the device keeps so many answers about a ticket."""
    return until(lambda: page.evaluate(KEPT, number) == answers, pause=0.05)


@pytest.fixture
def app(server: Server, browser: Browser) -> Iterator[Page]:
    """The workspace in a browser that lets it have a service worker."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{server.url}/agent/sign-in")
    page.get_by_role("button", name="Amara Okafor").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    yield page
    context.close()


@pytest.fixture
def away(server: Server) -> Iterator[Server]:
    """The server, which a story may stop; it is there again for the next."""
    yield server
    if server.process is not None and server.process.poll() is not None:
        server.start()


def test_it_can_be_installed(server: Server, app: Page) -> None:
    href = app.locator("link[rel=manifest]").get_attribute("href")
    with urllib.request.urlopen(f"{server.url}{href}") as answer:
        assert answer.headers["Content-Type"] == "application/manifest+json"
        manifest = json.load(answer)
    assert (manifest["name"], manifest["display"], manifest["start_url"]) == ("Tandem", "standalone", "/agent/")
    for icon in manifest["icons"]:
        with urllib.request.urlopen(f"{server.url}/agent/{icon['src']}") as answer:
            assert answer.read(8) == b"\x89PNG\r\n\x1a\n"


def test_without_its_server_it_opens_reads_and_keeps_what_is_written(away: Server, desk: Desk, app: Page) -> None:
    subject = unique("Read on the train")
    number = desk.ticket(subject, body="The tunnel is long.")
    app.goto(f"{away.url}/agent/tickets/{number}?view=all")
    expect(app.get_by_role("article").first).to_contain_text("The tunnel is long.")
    assert ready(app)
    assert keeps(app, number, 4)
    note_box(app).fill("Before the tunnel")
    saved(app)
    away.stop()

    app.reload()
    expect(app.get_by_role("heading", level=1, name=subject)).to_be_visible()
    expect(app.get_by_role("article").first).to_contain_text("The tunnel is long.")
    expect(app.get_by_role("list", name="Tickets").get_by_role("link", name=subject)).to_be_visible()
    expect(app.get_by_text("Offline: what you read last is shown, what you write is kept")).to_be_visible()
    note = app.get_by_role("textbox", name="Text of the internal note")
    expect(note).to_have_text("Before the tunnel")
    rewrite(note, "Inside the tunnel")
    expect(app.get_by_role("status").filter(has_text=re.compile("Offline: kept on this device"))).to_be_visible()

    away.start()
    expect(app.get_by_text("Offline: what you read")).to_be_hidden(timeout=40_000)
    saved(app)
    drafts = desk.call("GET", f"/tickets/{number}/drafts")["mine"]
    assert ["Inside the tunnel" in draft["body_html"] for draft in drafts] == [True]


def test_who_signs_out_leaves_nothing_on_the_device(server: Server, desk: Desk, app: Page) -> None:
    number = desk.ticket(unique("Only for us"))
    app.goto(f"{server.url}/agent/tickets/{number}?view=all")
    assert keeps(app, number, 4)
    app.get_by_role("button", name=re.compile("^My menu")).click()
    app.get_by_role("menuitem", name="Sign out").click()
    app.wait_for_url(re.compile("/sign-in"))
    assert keeps(app, number, 0)
