"""Takes the pictures of README and handbook from the demo world: `python docs/pictures/take.py [NAME …]`."""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from playwright.sync_api import Browser, Locator, Page, sync_playwright  # noqa: E402 - the repository is put on the path above

from tests.e2e.browser import ARGUMENTS, chromium_path  # noqa: E402
from tests.e2e.server import Server  # noqa: E402

#: Small files that are sharp on fine screens too.
SCALE, QUALITY = 1.5, 0.86
#: The browser is at hand anyway: it writes WebP, a fifth of what PNG takes.
SQUEEZE = """async ([png, quality]) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + png;
  await picture.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext('2d').drawImage(picture, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def find(page: Page, subject: str) -> None:
    """Open the ticket of the demo world whose subject begins so; its number may change with the world."""
    asked = "fetch('/api/v1/tickets?view=all&limit=100').then(answer => answer.json())"
    rows: list[dict[str, Any]] = page.evaluate(asked)["results"]
    number = next(row["number"] for row in rows if row["subject"].startswith(subject))
    go(page, f"/tickets/{number}?view=all")
    page.get_by_role("article").last.wait_for()


def go(page: Page, path: str) -> None:
    """Open an address of the workspace."""
    page.goto(page.url.split("/agent")[0] + f"/agent{path}")
    page.get_by_role("main").wait_for()
    page.wait_for_load_state("networkidle")


def workspace(page: Page) -> None:
    find(page, "Two Packhorse Pro out of service")


def composer(page: Page) -> None:
    find(page, "Parcel held at customs")
    page.get_by_role("region", name="Answer").get_by_role("button", name="Internal note").click()
    box = page.get_by_role("textbox", name="Text of the internal note")
    box.press_sequentially("@petra")
    page.get_by_role("listbox", name="Colleagues").get_by_role("option").first.wait_for()
    box.press("Enter")
    box.press_sequentially("could you ask the carrier for the customs form once more? I will call Grace at four.")
    page.get_by_role("status").filter(has_text="Saved").wait_for()


def bulk(page: Page) -> None:
    go(page, "/tickets?view=unassigned")
    for box in page.get_by_role("checkbox").all()[:4]:
        box.check(force=True)
    page.get_by_role("toolbar", name="Selected tickets").get_by_role("button", name="Status").click()
    page.get_by_role("menuitem", name="Solved").wait_for()


def _choose(rule: Locator, box: str, option: str) -> None:
    rule.get_by_role("combobox", name=box).click()
    rule.page.get_by_role("option", name=option, exact=True).click()


def conditions(page: Page) -> None:
    go(page, "/tickets?view=open")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="More conditions…").click()
    dialog = page.get_by_role("dialog", name="Conditions")
    _choose(dialog.get_by_role("group", name="Rule 1"), "Field", "Subject or text")
    dialog.get_by_role("group", name="Rule 1").get_by_role("textbox", name="Value", exact=True).fill("Packhorse")
    dialog.get_by_role("button", name="Group", exact=True).click()
    group = dialog.get_by_role("group", name="Group of rules")
    group.get_by_text("Any of these").click()
    _choose(group.get_by_role("group", name="Rule 1"), "Field", "Priority")
    _choose(group.get_by_role("group", name="Rule 1"), "Value", "Urgent")
    page.keyboard.press("Escape")
    group.get_by_role("button", name="Rule", exact=True).click()
    _choose(group.get_by_role("group", name="Rule 2"), "Field", "Tags")
    tags = group.get_by_role("group", name="Rule 2").get_by_role("combobox", name="Value", exact=True)
    tags.fill("fleet")
    tags.press("Enter")
    tags.blur()
    page.get_by_role("listbox").last.wait_for(state="hidden")
    dialog.get_by_text("tickets now").or_(dialog.get_by_text("ticket now")).first.wait_for()


def macros(page: Page) -> None:
    find(page, "Left pedal keeps coming loose")
    page.keyboard.press("m")
    page.get_by_role("dialog", name="Choose a macro").get_by_role("option").first.wait_for()


def palette(page: Page) -> None:
    find(page, "Left pedal keeps coming loose")
    page.keyboard.press("ControlOrMeta+K")
    page.get_by_role("combobox", name="Find anything, do anything").fill("ass")
    page.get_by_role("option").first.wait_for()


def start(page: Page) -> None:
    go(page, "/")


def people(page: Page) -> None:
    go(page, "/people?tab=rights")
    page.get_by_role("table").first.wait_for()


def audit(page: Page) -> None:
    go(page, "/audit")
    page.get_by_role("table").first.wait_for()


def chinese(page: Page) -> None:
    find(page, "Packhorse 停进冷藏间以后")


@dataclass(frozen=True)
class Picture:
    """What `show` puts on the screen, as `who` sees it."""

    show: Callable[[Page], None]
    who: str = "Amara Okafor"
    scheme: str = "light"
    width: int = 1440
    height: int = 900


#: The first is taken before others have filled the log with signing in.
PICTURES = {
    "audit": Picture(audit, height=700),
    "workspace": Picture(workspace),
    "composer": Picture(composer),
    "bulk": Picture(bulk),
    "conditions": Picture(conditions),
    "macros": Picture(macros),
    "palette": Picture(palette),
    "start": Picture(start, scheme="dark"),
    "phone": Picture(workspace, width=390, height=780),
    "chinese": Picture(chinese, who="Chen Mei"),
    "people": Picture(people),
}


def take(browser: Browser, url: str, name: str) -> None:
    """One picture, into its file."""
    picture = PICTURES[name]
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=SCALE,
        color_scheme=picture.scheme,  # type: ignore[arg-type]
        locale="en-GB",
        timezone_id="Europe/Prague",
    )
    page = context.new_page()
    page.goto(f"{url}/agent/sign-in")
    page.get_by_role("button", name=picture.who).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    picture.show(page)
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    seen = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    empty = context.new_page()
    (HERE / f"{name}.webp").write_bytes(base64.b64decode(empty.evaluate(SQUEEZE, [seen, QUALITY])))
    context.close()


def main(names: list[str]) -> None:
    """Serve the demo world in a temporary home, look at it, and keep what is seen."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = Server(Path(home))
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            for name in names or list(PICTURES):
                take(browser, server.url, name)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
