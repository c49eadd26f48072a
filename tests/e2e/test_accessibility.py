"""What axe finds (WCAG 2.2 AA): nothing, on the main screens, in both schemes, with dialogs and the composer open."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import SEND, main_screens, reply_box, saved

AXE = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Frames hold what strangers wrote; theirs is the responsibility.
RUN = """tags => axe.run(
  { exclude: [['iframe']] },
  { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], iframes: false },
)"""
#: Colours in the middle of a transition are nobody's choice. What never ends is not waited for.
SETTLED = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity);
  await Promise.allSettled(ending.map(one => one.finished));
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations(page: Page) -> list[str]:
    """One line for each rule and element that breaks it, in either scheme of colours."""
    page.wait_for_load_state("networkidle")
    if not page.evaluate("'axe' in window"):
        # Evaluated by the debugger, which the content security policy of the page does not concern.
        page.evaluate(AXE.read_text())
    lines = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found: list[dict[str, Any]] = page.evaluate(RUN, TAGS)["violations"]
        lines += [
            f"{scheme} {rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]} {node['failureSummary'][:260]}"
            for rule in found
            for node in rule["nodes"]
        ]
    return lines


def test_the_main_screens(server: Server, sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor")
    found = {}
    for screen in main_screens(page, server.url):
        wrong = violations(page)
        if wrong:
            found[screen] = wrong
    assert found == {}


def test_the_composer_menus_and_dialogs(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("For everybody"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    reply_box(page).press_sequentially("An answer for all.")
    saved(page)
    assert violations(page) == []
    seen = desk.call("GET", f"/tickets/{number}")["seq"]
    overtaking = {"visibility": "public", "body": "I was faster.", "seen": seen, "client_id": str(uuid4())}
    desk.call("POST", f"/tickets/{number}/messages", overtaking)
    expect(page.get_by_role("button", name="Review and send")).to_be_visible()
    page.get_by_role("textbox", name="Text of the reply").press(SEND)
    review = page.get_by_role("dialog", name="The ticket moved on while you were writing")
    expect(review).to_contain_text("I was faster.")
    assert violations(page) == []
    review.get_by_role("button", name="Keep editing").last.click()
    expect(review).to_be_hidden()
    page.get_by_role("tab", name="Internal note").click()
    expect(page.get_by_role("textbox", name="Text of the internal note")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem", name="Move to the trash")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{server.url}/agent/people")
    page.get_by_role("button", name="Add an agent").click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="Name")).to_be_focused()
    assert violations(page) == []


def test_signing_in_and_the_phone(server: Server, new_page: OpenPage, sign_in: OpenPage) -> None:
    gate = new_page()
    gate.goto(f"{server.url}/agent/sign-in")
    gate.get_by_role("heading", name="Sign in").wait_for()
    assert violations(gate) == []
    phone = sign_in("Amara Okafor", "/tickets?view=all", width=390, height=844)
    phone.get_by_role("list", name="Tickets").wait_for()
    assert violations(phone) == []
    phone.goto(f"{server.url}/agent/tickets/1006?view=all")
    phone.get_by_role("article").first.wait_for()
    assert violations(phone) == []


def test_earlier_versions_the_sheet_of_a_phone_and_a_lost_page(desk: Desk, sign_in: OpenPage) -> None:
    number = desk.ticket(unique("In small"))
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all", width=390, height=844)
    box = reply_box(page)
    box.press_sequentially("A first attempt.")
    saved(page)
    assert violations(page) == []
    box.press("ControlOrMeta+A")
    box.press("Delete")
    expect(box).to_have_text("")
    page.get_by_role("button", name="More for this text").click()
    page.get_by_role("menuitem", name="Earlier versions").click()
    expect(page.get_by_role("region", name="Text of this version")).to_have_text("A first attempt.")
    assert violations(page) == []

    page.goto(page.url.split("/tickets/")[0] + "/nowhere")
    expect(page.get_by_role("main").get_by_role("heading", level=1, name="There is no such page")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="To the tickets").click()
    expect(page.get_by_role("list", name="Tickets")).to_be_visible()
