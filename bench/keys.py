"""`J` in a real browser: from the key to the next ticket's conversation on the screen.

The floor asks the server for the same three documents from the same page, and shows nothing. Not among the parts that are measured
unasked: it needs the built web part and a Chromium (`CHROMIUM`, or the one that the stories use).
"""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from bench.door import Browser
from bench.environment import HOME
from bench.measure import Ratio
from bench.world import AGENT
from tests.e2e.browser import ARGUMENTS, chromium_path
from tests.e2e.server import Server

_TIMES: Final = 25

#: Presses a key and waits, frame by frame, until another conversation stands there. Milliseconds.
_PRESS: Final = """() => new Promise((done) => {
  const first = () => document.querySelector('[role=log] article')?.id;
  const [before, began] = [first(), performance.now()];
  const look = () => {
    const now = first();
    if (now && now !== before) done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }));
  look();
})"""
_ASK: Final = """async (number) => {
  const began = performance.now();
  const parts = ['', '/messages', '/events'].map((part) => fetch(`/api/v1/tickets/${number}${part}`).then((one) => one.json()));
  await Promise.all(parts);
  return performance.now() - began;
}"""


def measure() -> list[Ratio]:
    """Medians of wall-clock time in the browser."""
    server = Server(Path(HOME), demo=False)
    cookies = Browser(AGENT).cookies
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            ours, bare = _walk(page, server.url, cookies)
            browser.close()
    finally:
        server.stop()
    return [Ratio("J to the next ticket, browser", ours, bare, "ms", f"median of {_TIMES}, with rendering")]


def _walk(page: Page, url: str, cookies: dict[str, str]) -> tuple[float, float]:
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page.goto(f"{url}/agent/tickets?view=open")
    page.get_by_role("list", name="Tickets").get_by_role("link").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("[role=log] article").first.wait_for()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(_TIMES):
        taken[0].append(page.evaluate(_PRESS))
        number = page.url.split("/tickets/")[1].split("?")[0]
        taken[1].append(page.evaluate(_ASK, number))
    return statistics.median(taken[0]), statistics.median(taken[1])
