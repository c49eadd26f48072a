"""Takes the pictures of README and handbook from the demo world: `python docs/pictures/take.py`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from playwright.sync_api import sync_playwright  # noqa: E402 - the repository is put on the path above

from tests.e2e.browser import ARGUMENTS, chromium_path  # noqa: E402
from tests.e2e.server import Server  # noqa: E402


def main() -> None:
    """Serve the demo world in a temporary home, look at it, and keep what is seen."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = Server(Path(home))
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
            page.goto(f"{server.url}/agent/")
            page.get_by_role("button", name="Amara Okafor").click()
            page.wait_for_url("**/agent/tickets**")
            page.goto(f"{server.url}/agent/tickets/1006?view=all")
            page.get_by_role("article").last.wait_for()
            page.get_by_text("Last changed").wait_for()
            page.screenshot(path=str(HERE / "workspace.png"))
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
