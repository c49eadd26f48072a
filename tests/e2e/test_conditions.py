"""Conditions on screen: built by keyboard and mouse, read as a sentence, kept in the address, saved as a view of one's own."""

from __future__ import annotations

import json
import re
import urllib.parse

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique


def _rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Tickets").get_by_role("link")


def _choose(rule: Locator, box: str, option: str) -> None:
    """Open a list of a rule and take what is written there."""
    rule.get_by_role("combobox", name=box).click()
    rule.page.get_by_role("option", name=option, exact=True).click()


def test_from_a_filter_to_a_view_and_back(desk: Desk, sign_in: OpenPage) -> None:
    word = unique("conditioned")
    desk.ticket(f"{word} one", tags=["rare"])
    desk.ticket(f"{word} two", priority="urgent")
    desk.ticket(f"{word} three")
    page = sign_in("Amara Okafor", "/tickets?view=all")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="More conditions…").click()
    dialog = page.get_by_role("dialog", name="Conditions")
    # Nothing is asked yet: it says where, and stays.
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("group", name="Rule 1")).to_contain_text("A value is missing.")
    _choose(dialog.get_by_role("group", name="Rule 1"), "Field", "Subject or text")
    dialog.get_by_role("group", name="Rule 1").get_by_role("textbox", name="Value", exact=True).fill(word)
    expect(dialog.get_by_role("status")).to_contain_text(f"Subject or text contains “{word}” · 3 tickets now")
    dialog.get_by_role("button", name="Group", exact=True).click()
    group = dialog.get_by_role("group", name="Group of rules")
    group.get_by_text("Any of these").click()
    _choose(group.get_by_role("group", name="Rule 1"), "Field", "Priority")
    _choose(group.get_by_role("group", name="Rule 1"), "Value", "Urgent")
    page.keyboard.press("Escape")
    group.get_by_role("button", name="Rule", exact=True).click()
    _choose(group.get_by_role("group", name="Rule 2"), "Field", "Tags")
    tags = group.get_by_role("group", name="Rule 2").get_by_role("combobox", name="Value", exact=True)
    tags.fill("rare")
    tags.press("Enter")
    sentence = f"Subject or text contains “{word}” and (Priority is one of Urgent or Tags includes any of “rare”)"
    expect(dialog.get_by_role("status")).to_contain_text(f"{sentence} · 2 tickets now")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).not_to_be_visible()
    expect(_rows(page)).to_have_count(2)
    chip = page.get_by_role("button", name=f"Edit the condition {sentence}")
    expect(chip).to_be_visible()
    page.reload()
    expect(chip).to_be_visible()
    expect(_rows(page)).to_have_count(2)

    page.get_by_role("button", name="Save as view…").click()
    saving = page.get_by_role("dialog", name="Save as view")
    saving.get_by_role("button", name="Save", exact=True).click()
    expect(saving.get_by_role("textbox", name="Name")).to_have_accessible_description("A view needs a name.")
    saving.get_by_role("textbox", name="Name").fill(word)
    saving.get_by_role("button", name="Save", exact=True).click()
    expect(saving).not_to_be_visible()
    link = page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile(f"^{word} "))
    expect(page).to_have_url(re.compile(r"\?view=\d+$"))
    expect(link).to_have_attribute("aria-current", re.compile("page|true"))
    expect(link).to_have_accessible_name(f"{word} 2")
    expect(chip).not_to_be_visible()
    expect(_rows(page)).to_have_count(2)

    page.get_by_role("button", name=f"More for the view {word}").click()
    page.get_by_role("menuitem", name="Edit view…").click()
    editing = page.get_by_role("dialog", name=f"Edit “{word}”")
    editing.get_by_role("group", name="Group of rules").get_by_role("button", name="Remove this group").click()
    expect(editing.get_by_role("status")).to_contain_text("3 tickets now")
    editing.get_by_role("button", name="Save", exact=True).click()
    expect(link).to_have_accessible_name(f"{word} 3")
    expect(_rows(page)).to_have_count(3)

    page.get_by_role("button", name=f"More for the view {word}").click()
    page.get_by_role("menuitem", name="Delete view").click()
    expect(link).not_to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(link).to_have_accessible_name(f"{word} 3")


def test_on_a_phone_nothing_typed_is_lost(sign_in: OpenPage) -> None:
    condition = {"combinator": "and", "rules": [{"field": "tags", "operator": "includes_any", "value": ["nowhere"]}]}
    address = "/tickets?view=all&condition=" + urllib.parse.quote(json.dumps(condition))
    page = sign_in("Amara Okafor", address, width=390, height=844)
    expect(page.get_by_text("No ticket passes these filters")).to_be_visible()
    page.get_by_role("button", name="Edit the condition Tags includes any of “nowhere”").click()
    dialog = page.get_by_role("dialog", name="Conditions")
    value = dialog.get_by_role("combobox", name="Value", exact=True)
    value.fill("somewhere")
    value.press("Enter")
    value.press("Escape")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog.get_by_role("alert")).to_contain_text("What you changed here is not applied yet.")
    dialog.get_by_role("button", name="Keep editing").click()
    expect(dialog.get_by_text("somewhere", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).not_to_be_visible()
    page.get_by_role("button", name="Remove the condition").click()
    expect(_rows(page).first).to_be_visible()


def test_a_condition_that_does_not_work_says_so_and_can_be_taken_away(sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/tickets?view=all&condition=rubbish")
    expect(page.get_by_role("button", name=re.compile("A condition that does not work"))).to_be_visible()
    page.get_by_role("button", name="Remove the condition").click()
    expect(_rows(page).first).to_be_visible()
