"""What a supervisor reads of two who met: counted from what they did on the screen."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.writing import reply_box
from tests.patience import until


def test_who_gives_way_is_counted_without_a_name(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("Counted"))
    lead = sign_in("Lin Wei 林薇", "/people?tab=collisions")
    before = figures(lead)

    first = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    reply_box(first).press_sequentially("I have it")
    second = sign_in("Jonas Brandt", f"/tickets/{number}?view=all")
    expect(second.get_by_role("region", name="Amara Okafor is writing a reply")).to_be_visible()
    second.get_by_role("region", name="Answer").get_by_role("button", name="Reply").click()
    asked = second.get_by_role("alertdialog", name="A reply is being prepared already")
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_have_count(0)

    def counted() -> bool:
        lead.reload()
        after = figures(lead)
        return after["collisions"] > before["collisions"] and after["gave way"] > before["gave way"]

    assert until(counted)
    page = lead.get_by_role("main")
    expect(page.get_by_role("table", name="按部门")).to_contain_text("Support")
    expect(page.get_by_role("form")).to_have_count(0)
    expect(page.get_by_role("switch")).to_have_count(0)
    expect(page).not_to_contain_text("Jonas Brandt")


def figures(page: Page) -> dict[str, int]:
    """Two of the numbers on the page, which speaks Chinese to this supervisor."""
    shown = page.get_by_role("main").locator("dl")
    words = shown.inner_text()
    found = {
        "collisions": re.search(r"撞单次数\s+(\d+)", words),
        "gave way": re.search(r"被询问后让出：(\d+)", words),
    }
    return {name: int(match[1]) for name, match in found.items() if match}
