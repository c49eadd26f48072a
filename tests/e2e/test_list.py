"""The list: views and counts, search in two scripts, filters in the address, what is unread, and walking by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, mail, unique


def rows(page: Page, name: str | None = None) -> Locator:
    """Rows of the list, or the one whose name has these words."""
    return page.get_by_role("list", name="Tickets").get_by_role("link", name=name)


def test_views_count_what_they_show(desk: Desk, sign_in: OpenPage) -> None:
    word = unique("counted")
    desk.ticket(word)
    page = sign_in("Amara Okafor", "/tickets?view=mine_open")
    views = page.get_by_role("navigation", name="Views")
    for view in desk.call("GET", "/views")["results"]:
        if view["key"] not in {"unassigned", "closed", "on_hold"}:
            continue
        link = views.get_by_role("link", name=re.compile(f"^{view['name']} {view['count']}$"))
        link.click()
        expect(link).to_have_attribute("aria-current", re.compile("page|true"))
        expect(page.get_by_role("region", name="Ticket list").get_by_role("heading", name=view["name"])).to_be_visible()
        expect(rows(page).first).to_have_attribute("href", re.compile(f"view={view['key']}"))
        words = "1 ticket" if view["count"] == 1 else f"{view['count']} tickets"
        expect(page.get_by_role("region", name="Ticket list").get_by_text(words, exact=True)).to_be_attached()
        if view["count"] < 9:
            expect(rows(page)).to_have_count(view["count"])


def test_search_finds_words_and_two_chinese_characters(sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/tickets?view=all")
    box = page.get_by_role("searchbox", name="Search tickets")
    box.fill("cobbles")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_have_accessible_name(re.compile("Firefly 3 flickers over bumps"))
    expect(page).to_have_url(re.compile("q=cobbles"))
    box.fill("电池")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_have_accessible_name(re.compile("电池充不满"))
    box.fill("xyzzyplugh")
    expect(page.get_by_text("No hits in this view")).to_be_visible()
    page.get_by_role("button", name="Clear search and filters").click()
    expect(box).to_have_value("")
    expect(rows(page).nth(5)).to_be_visible()


def test_filters_live_in_the_address(sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/tickets?view=all")
    expect(rows(page).first).to_be_visible()
    page.get_by_role("button", name="Filter").click()
    filters = page.get_by_role("dialog", name="Filter")
    filters.get_by_role("combobox", name="Owner").click()
    filters.get_by_role("option", name="Darya Sokolova").click()
    filters.get_by_role("combobox", name="Priority").click()
    filters.get_by_role("option", name="High").click()
    page.keyboard.press("Escape")
    chip = page.get_by_role("button", name="Remove the filter Owner: Darya Sokolova")
    expect(chip).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_have_accessible_name(re.compile("LC-20533.*high.*owner Darya Sokolova", re.IGNORECASE))
    page.reload()
    expect(chip).to_be_visible()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Remove the filter Priority: High").click()
    expect(chip).to_be_visible()
    expect(rows(page).nth(1)).to_be_visible()


def test_what_was_read_is_no_longer_unread(desk: Desk, sign_in: OpenPage) -> None:
    subject = unique("Unread until opened")
    number = desk.arrived(mail(subject, "Please read me."))
    page = sign_in("Jonas Brandt", "/tickets?view=unassigned")
    row = rows(page, name=subject)
    expect(row).to_have_accessible_name(re.compile("^unread, "))
    row.click()
    expect(page.get_by_role("log")).to_contain_text("Please read me.")
    expect(row).to_have_accessible_name(re.compile(f"^#{number}, "))
    page.reload()
    expect(row).to_have_accessible_name(re.compile(f"^#{number}, "))


def test_walking_by_keyboard(sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor", "/tickets?view=closed")
    expect(rows(page).nth(1)).to_be_visible()
    subjects = [rows(page).nth(index).get_attribute("href") for index in (0, 1)]
    page.keyboard.press("j")
    expect(rows(page).nth(0)).to_have_attribute("aria-current", "page")
    expect(page).to_have_url(re.compile(re.escape(str(subjects[0]).split("?")[0])))
    page.keyboard.press("j")
    expect(rows(page).nth(1)).to_have_attribute("aria-current", "page")
    page.keyboard.press("k")
    expect(rows(page).nth(0)).to_have_attribute("aria-current", "page")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search tickets")
    expect(box).to_be_focused()
    box.press("j")
    expect(box).to_have_value("j")
    box.press("Escape")
    expect(box).to_have_value("")
    box.press("Escape")
    expect(box).not_to_be_focused()
    row = rows(page).nth(1)
    row.focus()
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("aria-current", "page")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Shortcuts")).to_contain_text("Next ticket")


def test_an_empty_view_says_so_and_leads_on(desk: Desk, sign_in: OpenPage) -> None:
    page = sign_in("Lucía Fernández", "/tickets?view=mine_open")
    expect(page.get_by_text("Nothing needs you here.")).to_be_visible()
    page.get_by_role("searchbox", name="Search tickets").fill("cobbles")
    expect(page.get_by_text("No hits in this view")).to_be_visible()
    page.get_by_role("button", name="Search all tickets").click()
    expect(rows(page)).to_have_count(1)
    everything = page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile("^All"))
    expect(everything).to_have_attribute("aria-current", re.compile("page|true"))


def test_a_look_into_a_ticket_reads_nothing_and_goes_on_by_keys(desk: Desk, sign_in: OpenPage) -> None:
    below, subject = unique("Looked into next"), unique("Looked into")
    desk.arrived(mail(below, "The one below."))
    number = desk.arrived(mail(subject, "Only a glance."))
    page = sign_in("Jonas Brandt", "/tickets?view=unassigned&sort=-created")
    row, next_row = rows(page, name=subject), rows(page, name=below)
    expect(row).to_have_accessible_name(re.compile("^unread, "))
    page.clock.install()
    row.focus()
    page.keyboard.press("Space")
    peek = page.get_by_role("region", name=f"Preview of #{number}")
    expect(peek.get_by_role("log", name="Last messages")).to_contain_text("Only a glance.")
    expect(peek.get_by_role("list", name="In short")).to_contain_text("Robin Hale")
    expect(page.get_by_role("textbox", name="Text of the reply")).to_have_count(0)
    # Long enough to count as read, were it open.
    page.clock.fast_forward(5_000)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("region", name="Preview of")).to_contain_text("The one below.")
    expect(next_row).to_be_focused()
    page.keyboard.press("k")
    expect(peek).to_contain_text("Only a glance.")
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)
    expect(row).to_be_focused()
    expect(row).to_have_accessible_name(re.compile("^unread, "))
    expect(page).to_have_url(re.compile("/tickets\\?"))
    box = page.get_by_role("checkbox", name=f"Select #{number}")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Space")
    row.focus()
    page.keyboard.press("Space")
    expect(peek).to_be_visible()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1, name=subject)).to_be_visible()
    expect(peek).to_have_count(0)


def test_all_of_a_list_are_chosen_by_the_same_key_pressed_again(desk: Desk, sign_in: OpenPage) -> None:
    mark = unique("every").replace(" ", "")
    for at in range(53):
        desk.ticket(f"{mark} {at}", tags=[mark])
    page = sign_in("Amara Okafor", f"/tickets?view=all&tag={mark}")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("Shift+X")
    expect(page.get_by_text("All 50 tickets that are loaded are selected.")).to_be_visible()
    page.get_by_role("button", name="Select all tickets of this list").click()
    chosen = page.get_by_text("All 53 tickets of this list are selected, also those that are not loaded.")
    expect(chosen).to_be_visible()
    page.keyboard.press("Shift+X")
    expect(chosen).to_have_count(0)
    page.keyboard.press("Shift+X")
    expect(page.get_by_text("All 50 tickets that are loaded are selected.")).to_be_visible()
    page.keyboard.press("Shift+X")
    expect(chosen).to_be_visible()
    page.keyboard.press("Escape")
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar).to_have_count(0)
    page.keyboard.press("Shift+X")
    page.keyboard.press("Shift+X")
    expect(chosen).to_be_visible()
    bar.get_by_role("button", name="Status").click()
    page.get_by_role("menuitem", name="Solved").click()
    expect(page.get_by_role("region", name="What came of it")).to_contain_text("53 done")
    left = desk.call("GET", f"/tickets?view=all&tag={mark}&status=solved&limit=100")["results"]
    assert len(left) == 53
