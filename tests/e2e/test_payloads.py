"""What the sanitiser lets through, in a browser without any other defence: no policy, no frame, no server (sec:D-01 to D-05).

The whole corpus is put into a real page, one payload after another, each alone and within other markup; then everything in it is
focused, hovered, clicked and submitted. Nothing may run, ask, load, move the page or name anything on `window`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tandem.infra.markup.sanitise import sanitise
from tests.infra.markup.payloads import ALL

#: Puts the markup into the page as HTML that a parser reads and as HTML that a script inserts, and provokes it.
PROVOKE = """html => {
  const before = new Set(Object.getOwnPropertyNames(window));
  const insert = document.createElement('div');
  insert.innerHTML = html;
  document.body.replaceChildren(insert);
  for (const one of insert.querySelectorAll('*')) {
    one.focus?.();
    for (const kind of ['mouseover', 'mouseenter', 'pointerdown', 'mousedown', 'toggle', 'change', 'animationstart'])
      one.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true}));
    if (one.tagName === 'DETAILS') one.open = true;
    if (one.tagName === 'FORM') one.requestSubmit();
  }
  const active = 'script,iframe,object,embed,form,input,button,base,meta,link,style,svg,math,template';
  const live = [...insert.querySelectorAll(active)];
  const all = [...insert.querySelectorAll('*')];
  const covers = all.filter(one => /fixed|absolute|sticky/.test(getComputedStyle(one).position));
  const clobbered = Object.getOwnPropertyNames(window).filter(name => !before.has(name));
  const named = insert.querySelectorAll('[id],[name]').length;
  return [live.map(one => one.outerHTML), covers.map(one => one.outerHTML), clobbered, named];
}"""


class Watched:
    """A page of its own origin, and everything that happened in it that must not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.happened: list[str] = []
        page.route("**/*", lambda route: (self.happened.append(f"request {route.request.url}"), route.abort()))
        page.on("dialog", lambda dialog: (self.happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: self.happened.append(f"console {message.text}"))
        page.on("pageerror", lambda error: self.happened.append(f"error {error}"))
        page.on("popup", lambda popup: self.happened.append(f"popup {popup.url}"))
        page.on("framenavigated", lambda frame: self.happened.append(f"moved to {frame.url}"))

    def show(self, html: str) -> list[object]:
        """Parse it as a page and insert it by script; what is wrong with what became of it."""
        self.page.set_content(f"<!doctype html><meta charset=utf-8><body>{html}</body>")
        self.happened = [line for line in self.happened if line != "moved to about:blank"]
        found = self.page.evaluate(PROVOKE, html)
        return [part for part in found if part]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(bypass_csp=True)
    yield Watched(context.new_page())
    context.close()


def test_the_watch_sees_what_must_not_happen(watched: Watched) -> None:
    """Otherwise the silence of the other tests would say nothing."""
    for html, sign in (
        ("<img src=x onerror=alert(1)>", "dialog 1"),
        ("<img src=https://tracker.example/1.gif>", "request https://tracker.example/1.gif"),
        ("<script>console.log('ran')</script>", "console ran"),
        ("<b onmouseover=alert(2)>x</b>", "dialog 2"),
        ("<style>@import url(https://tracker.example/2.css)</style>", "request https://tracker.example/2.css"),
    ):
        watched.happened.clear()
        watched.show(html)
        watched.page.wait_for_timeout(50)
        assert sign in watched.happened, html
    assert watched.show("<p style='position:fixed'>x</p><img id=location name=alert>") != []


@pytest.mark.parametrize("shape", ["{}", "<table><tr><td><p title='a'>before {} after</td></tr></table><p>end</p>"])
def test_nothing_in_the_corpus_does_anything(watched: Watched, shape: str) -> None:
    wrong = {}
    for payload in ALL:
        found = watched.show(sanitise(shape.replace("{}", payload)))
        if found or watched.happened:
            wrong[payload] = [*found, *watched.happened]
            watched.happened.clear()
    watched.page.wait_for_timeout(300)
    assert wrong == {}
    assert watched.happened == []


def test_nothing_in_mixtures_of_the_corpus_does_anything(watched: Watched) -> None:
    dice = random.Random(11)
    wrong = {}
    for _ in range(150):
        mixture = "".join(dice.choices(ALL, k=dice.randrange(2, 7)))
        found = watched.show(sanitise(mixture))
        if found or watched.happened:
            wrong[mixture] = [*found, *watched.happened]
            watched.happened.clear()
    assert wrong == {}
