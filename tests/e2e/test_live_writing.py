"""While somebody writes, everything else may change around them, and even the server may die: the text is theirs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk, unique
from tests.e2e.server import Server
from tests.e2e.writing import note_box, reply_box, saved

WORDS = "I am writing something long and careful here."
MORE = " And a second thought."
#: Pushed changes arrive long before the screen would ask by itself.
PUSHED_MS = 8_000
#: The text, the selection in it, where the caret is among the letters, and whether it is still the element that was marked.
STATE = """box => {
  const { anchorOffset, focusOffset, anchorNode } = getSelection();
  const inside = box.contains(anchorNode) && document.activeElement === box;
  return [box.innerText, String(getSelection()), anchorOffset, focusOffset, inside, box.dataset.marked];
}"""
MARK = "box => { box.dataset.marked = 'the same' }"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of this test alone."""
    return desk.ticket(unique("Does the text stay"))


@pytest.fixture
def colleague(server: Server, desk: Desk) -> Desk:
    """Jonas by the API."""
    email = next(one["email"] for one in desk.call("GET", "/people")["results"] if one["name"] == "Jonas Brandt")
    return Desk(server.url, server.smtp, server.tandem("token", "create", email).strip())


def change_everything(colleague: Desk, desk: Desk, number: int) -> None:
    """Status, owner, tags, priority, subject, a note, a reply, and at last the department."""
    path = f"/tickets/{number}"
    ticket = colleague.call("GET", path)
    edits = {
        "status": {"base": ticket["status"], "mine": "on-hold"},
        "owner": {"base": None, "mine": desk.person("Jonas Brandt")},
        "tags": {"base": [], "mine": ["moved-around"]},
        "priority": {"base": "none", "mine": "urgent"},
        "subject": {"base": ticket["subject"], "mine": f"Renamed {number}"},
    }
    for name, pair in edits.items():
        colleague.call("PATCH", path, {"changes": {name: pair}})
    colleague.call("POST", f"{path}/messages", {"visibility": "internal", "body": "Note from elsewhere."})
    seen = colleague.call("GET", path)["seq"]
    reply = {"visibility": "public", "body": "Reply from elsewhere.", "seen": seen, "status": "on-hold"}
    colleague.call("POST", f"{path}/messages", reply)
    departments = {one["name"]: one["id"] for one in desk.call("GET", "/catalogue")["departments"]}
    other = next(name for name in departments if name != "Support")
    move = {"base": departments["Support"], "mine": departments[other]}
    desk.call("PATCH", path, {"changes": {"department": move}})


def expect_all_of_it(page: Page, number: int) -> None:
    """The screen shows what was changed."""
    properties = page.get_by_role("region", name="Properties")
    expect(properties.get_by_role("button", name="Priority: Urgent")).to_be_visible(timeout=PUSHED_MS)
    expect(page.get_by_role("log")).to_contain_text("Reply from elsewhere.", timeout=PUSHED_MS)
    expect(page.get_by_role("log")).to_contain_text("Note from elsewhere.")
    expect(page.get_by_role("heading", name=f"Renamed {number}")).to_be_visible()
    expect(properties.get_by_text("moved-around")).to_be_visible()
    expect(properties.get_by_role("button", name=re.compile("^Department:"))).not_to_have_accessible_name(
        "Department: Support", timeout=PUSHED_MS
    )


def select_in_the_middle(box: Locator) -> None:
    box.press("ControlOrMeta+Home")
    for _ in range(5):
        box.press("ArrowRight")
    for _ in range(4):
        box.press("Shift+ArrowRight")


def test_everything_changes_around_a_text_and_nothing_in_it(
    sign_in: OpenPage, desk: Desk, colleague: Desk, number: int
) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    box = reply_box(page)
    box.press_sequentially(WORDS)
    # A pause makes what follows a step of its own for whoever undoes it.
    saved(page)
    box.press_sequentially(MORE)
    select_in_the_middle(box)
    box.evaluate(MARK)
    before = box.evaluate(STATE)
    assert before[1:] == [WORDS[5:9], 5, 9, True, "the same"]

    change_everything(colleague, desk, number)
    expect_all_of_it(page, number)

    assert box.evaluate(STATE) == before
    box.press("ControlOrMeta+z")
    expect(box).to_have_text(WORDS)
    box.press("ControlOrMeta+Shift+z")
    expect(box).to_have_text(WORDS + MORE)
    assert box.evaluate("box => box.dataset.marked") == "the same"


def test_an_input_method_is_not_disturbed(sign_in: OpenPage, desk: Desk, colleague: Desk, number: int) -> None:
    page = sign_in("Amara Okafor", f"/tickets/{number}?view=all")
    box = note_box(page)
    box.press_sequentially("Before  after")
    for _ in range(6):
        box.press("ArrowLeft")
    box.evaluate(MARK)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "zhong", "selectionStart": 5, "selectionEnd": 5})
    expect(box).to_have_text("Before zhong after")

    change_everything(colleague, desk, number)
    expect_all_of_it(page, number)

    expect(box).to_have_text("Before zhong after")
    keyboard.send("Input.imeSetComposition", {"text": "zhongwen", "selectionStart": 8, "selectionEnd": 8})
    keyboard.send("Input.insertText", {"text": "中文"})
    expect(box).to_have_text("Before 中文 after")
    assert box.evaluate("box => [box.dataset.marked, document.activeElement === box]") == ["the same", True]
    saved(page)
    page.reload()
    expect(box).to_have_text("Before 中文 after")


def test_a_text_is_there_after_whatever_happens(
    server: Server, desk: Desk, colleague: Desk, new_page: OpenPage, number: int
) -> None:
    name, password = unique("Vera Holm"), "a bell in the evening"
    email = f"{name.replace(' ', '.').lower()}@lantern.example"
    support = next(one["id"] for one in desk.call("GET", "/departments")["results"] if one["name"] == "Support")
    wanted = {"name": name, "email": email, "role": "agent", "department_ids": [support], "password": password}
    desk.call("POST", "/people", wanted)
    page = new_page()

    def enter() -> None:
        page.goto(f"{server.url}/agent/tickets/{number}?view=all")
        page.get_by_role("textbox", name="Email address").fill(email)
        page.get_by_role("textbox", name="Password").fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()

    enter()
    box = reply_box(page)
    box.press_sequentially("Typed,")
    page.reload()
    expect(box).to_have_text("Typed,")

    owner = {"owner": {"base": None, "mine": desk.person("Jonas Brandt")}}
    colleague.call("PATCH", f"/tickets/{number}", {"changes": owner})
    expect(page.get_by_role("button", name="Owner: Jonas Brandt")).to_be_visible(timeout=PUSHED_MS)
    expect(box).to_have_text("Typed,")

    box.press("ControlOrMeta+End")
    box.press_sequentially(" signed out,")
    saved(page)
    page.get_by_role("button", name=f"My menu: {name}").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    enter()
    expect(box).to_have_text("Typed, signed out,")

    box.press("ControlOrMeta+End")
    box.press_sequentially(" killed")
    assert server.process is not None
    server.process.kill()
    server.process.wait(10)
    box.press_sequentially(" and on")
    expect(page.get_by_text("Offline: kept on this device")).to_be_visible()
    server.start()
    saved(page)
    page.reload()
    expect(box).to_have_text("Typed, signed out, killed and on")
