"""Four languages and two schemes of colours: chosen in the menu, kept, and complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import main_screens

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [("简体中文", "zh-CN", "zh_Hans"), ("Русский", "ru", "ru"), ("Čeština", "cs", "cs")]
LANGUAGE_WORD = re.compile("Language|语言|Язык|Jazyk")
#: Every piece of text that is on the screen or told to a screen reader; what people wrote (a subject, a name) has the
#: direction of its own first letter and is left out: a mail to an English reader stays English.
SAID = """() => {
  const said = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.checkVisibility() && !parent.closest('script, style, [dir=auto]')) said.add(walker.currentNode.data.trim());
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) said.add((element.getAttribute(name) ?? '').trim());
  return [...said].filter(Boolean);
}"""


def english_words(web: str, server: str) -> set[str]:
    """Every English text of the product that this language says in other words."""
    words: set[str] = set()
    same: set[str] = set()
    for path in (ROOT / f"web/src/locales/{web}.po", ROOT / f"tandem/locale/{server}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, ignore_obsolete=True):
                if isinstance(message.id, str) and message.id and not re.search(r"[{}%<>]", message.id):
                    (same if message.string == message.id else words).add(message.id)
    return words - same


@pytest.fixture
def admin(desk: Desk, sign_in: OpenPage) -> Page:
    """The workspace of a new admin, whose language is nobody else's business."""
    name = unique("Alba Reyes")
    departments = [one["id"] for one in desk.call("GET", "/departments")["results"] if one["name"] == "Support"]
    email = f"{name.replace(' ', '.').lower()}@lantern.example"
    wanted = {
        "name": name,
        "email": email,
        "role": "admin",
        "department_ids": departments,
        "password": "a bell at dawn",
    }
    desk.call("POST", "/people", wanted)
    return sign_in(name)


def my_menu(page: Page) -> Locator:
    """The button of the menu, in whatever language."""
    return page.get_by_role("navigation").get_by_role("button", name=re.compile("Alba Reyes"))


@pytest.mark.parametrize(("name", "web", "translated"), LANGUAGES, ids=[one[1] for one in LANGUAGES])
def test_a_language_is_complete_on_the_main_screens(
    server: Server, admin: Page, name: str, web: str, translated: str
) -> None:
    my_menu(admin).click()
    admin.get_by_role("menuitem", name=LANGUAGE_WORD).press("ArrowRight")
    admin.get_by_role("menuitemradio", name=name).click()
    expect(admin.locator("html")).to_have_attribute("lang", web)
    english = english_words(web, translated)
    assert len(english) > 200
    left: dict[str, list[str]] = {}
    for screen in main_screens(admin, server.url):
        expect(admin.locator("html")).to_have_attribute("lang", web)
        found = sorted(english.intersection(admin.evaluate(SAID)))
        if found:
            left[screen] = found
    assert left == {}


def test_colours_are_chosen_and_kept(sign_in: OpenPage) -> None:
    page = sign_in("Jonas Brandt", "/tickets?view=all")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="My menu: Jonas Brandt").click()
    page.get_by_role("menuitem", name="Colours").press("ArrowRight")
    page.get_by_role("menuitemradio", name="Dark").click()
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("button", name="My menu: Jonas Brandt").click()
    page.get_by_role("menuitem", name="Colours").press("ArrowRight")
    page.get_by_role("menuitemradio", name="As the system").click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "light")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
