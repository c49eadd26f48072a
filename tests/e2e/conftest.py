"""One server and one browser for each worker; a fresh context (cookies, storage) for each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.e2e.browser import ARGUMENTS, chromium_path
from tests.e2e.desk import Desk
from tests.e2e.server import Server

#: Long enough to press Undo on a busy machine, short enough to wait for the mail to leave.
UNDO_WINDOW_MS = 3_000
PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, in one worker: they share one server and one browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("e2e"))
            # The first of them waits for the demo world too.
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo world, served."""
    environment = {
        "TANDEM_UNDO_WINDOW_MS": str(UNDO_WINDOW_MS),
        # Mail servers and providers that tests play are on this machine.
        "TANDEM_MAIL_HOSTS_ALLOW": "127.0.0.0/8",
        # Who is proven is said by a server before ours: names are asked of nobody here.
        "TANDEM_AUTHSERV_IDS": "mx.localhost",
    }
    served = Server(tmp_path_factory.mktemp("e2e"), environment=environment)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def desk(server: Server) -> Desk:
    """The same server, by mail and by API: what a story needs before it begins."""
    return Desk(server.url, server.smtp, server.tandem("token", "create", "amara@lantern.example").strip())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[OpenPage]:
    """Open an empty page in a context of its own."""
    contexts = []

    def open_page(
        *,
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        locale: str = "en-GB",
        state: StorageState | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale=locale,
            service_workers="block",
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Cookies of people who have signed in before; signing in itself is a story of its own."""
    return {}


@pytest.fixture
def sign_in(server: Server, sessions: dict[str, StorageState], new_page: OpenPage) -> OpenPage:
    """Open the workspace as one of the demo people at `path`; any number of them at once."""

    def open_as(name: str, path: str = "/tickets", **options: object) -> Page:
        page = new_page(state=sessions.get(name), **options)
        if name not in sessions:
            page.goto(f"{server.url}/agent/sign-in")
            page.get_by_role("button", name=name).click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
            sessions[name] = page.context.storage_state()
        page.goto(f"{server.url}/agent{path}")
        page.get_by_role("main").wait_for()
        return page

    return open_as
