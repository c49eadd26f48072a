"""Getting in, getting out, and the first run of an empty installation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk
from tests.e2e.server import Server

PASSWORD = "tandem-demo"


def enter(page: Page, email: str, password: str) -> None:
    """Fill in the form and send it."""
    page.get_by_role("textbox", name="Email address").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_password_opens_the_page_that_was_asked_for_and_a_wrong_one_nothing(
    server: Server, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{server.url}/agent/people?tab=customers")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    enter(page, "jonas@lantern.example", "not the password")
    expect(page.get_by_role("alert")).to_have_text("This address and password do not belong together.")
    expect(page.get_by_role("textbox", name="Email address")).to_have_value("jonas@lantern.example")
    enter(page, "jonas@lantern.example", PASSWORD)
    expect(page.get_by_role("tab", name="Customers")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("button", name="My menu: Jonas Brandt")).to_be_visible()
    expect(page).to_have_url(re.compile("/agent/people"))


def test_one_click_in_the_demo_and_an_address_that_names_the_person(
    server: Server, desk: Desk, new_page: OpenPage
) -> None:
    page = new_page()
    page.goto(f"{server.url}/agent/")
    page.get_by_role("button", name="Petra Malá").click()
    expect(page.get_by_role("button", name=re.compile("Petra Malá$"))).to_be_visible()
    page.goto(f"{server.url}/agent/?as={desk.person('Jonas Brandt')}")
    expect(page.get_by_role("button", name="My menu: Jonas Brandt")).to_be_visible()
    expect(page).not_to_have_url(re.compile("as="))


def test_signing_out_ends_every_tab_and_its_socket(server: Server, new_page: OpenPage) -> None:
    first = new_page()
    first.goto(f"{server.url}/agent/sign-in")
    first.get_by_role("button", name="Jonas Brandt").click()
    menu = first.get_by_role("button", name="My menu: Jonas Brandt")
    menu.wait_for()
    second = first.context.new_page()
    with second.expect_websocket() as opened:
        second.goto(f"{server.url}/agent/tickets?view=all")
    socket = opened.value
    expect(second.get_by_role("list", name="Tickets")).to_be_visible()
    with socket.expect_event("close"):
        menu.click()
        first.get_by_role("menuitem", name="Sign out").click()
        expect(first.get_by_role("heading", name="Sign in")).to_be_visible()
    assert socket.is_closed()
    expect(second.get_by_role("heading", name="Sign in")).to_be_visible()
    first.goto(f"{server.url}/agent/tickets?view=all")
    expect(first.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that nobody has set up."""
    served = Server(tmp_path_factory.mktemp("first_run"), demo=False)
    served.tandem("migrate")
    served.start()
    yield served
    served.stop()


def test_the_first_run(empty: Server, new_page: OpenPage) -> None:
    page = new_page()
    page.goto(f"{empty.url}/agent/")
    expect(page.get_by_role("heading", name="Set up Tandem")).to_be_visible()
    fields = {
        "Set-up code": "wrong-code",
        "Name": "Ines Ortega",
        "Email address": "ines@bells.example",
        "Password": "a quiet bell tower",
        "Address that customers write to": "help@localhost",
        "Name that customers see": "Bells of Brno",
    }
    for name, value in fields.items():
        page.get_by_role("textbox", name=name, exact=True).fill(value)
    expect(page.get_by_role("textbox", name="Public address of this server")).to_have_value(empty.url)
    create = page.get_by_role("button", name="Create the help desk")
    create.click()
    expect(page.get_by_text("This is not the set-up code that the server printed.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Ines Ortega")
    code = (empty.home / "setup_code").read_text().strip()
    page.get_by_role("textbox", name="Set-up code").fill(code)
    create.click()

    expect(page.get_by_role("textbox", name="Send the test mail to")).to_have_value("ines@bells.example")
    page.get_by_role("button", name="Send a test mail").click()
    expect(page.get_by_role("status")).to_have_text("The test mail is on its way.")
    page.get_by_role("button", name="Open the workspace").click()
    expect(page.get_by_role("heading", name="Hello, Ines Ortega")).to_be_visible()
    expect(page.get_by_role("link", name="Invite a colleague")).to_be_visible()
    _sample_data_comes_and_goes(page)
    page.get_by_role("link", name="Caught mail").click()
    expect(page.get_by_role("table", name="Caught mail").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("table", name="Caught mail")).to_contain_text("ines@bells.example")
    page.goto(f"{empty.url}/agent/set-up")
    expect(page).to_have_url(re.compile("/agent/$"))
    assert not (empty.home / "setup_code").exists()


def _sample_data_comes_and_goes(page: Page) -> None:
    """With one click each, from the start page; where an admin would look later there is a word of it."""
    page.get_by_role("button", name="Load sample data").click()
    expect(page.get_by_role("link", name="Sample data is loaded")).to_be_visible()
    page.get_by_role("link", name="All tickets").click()
    expect(page.get_by_role("link", name=re.compile("Where is my parcel?"))).to_be_visible()
    page.get_by_role("link", name="People").click()
    page.get_by_role("tab", name="Customers").click()
    expect(page.get_by_text("6 of these customers are sample data.")).to_be_visible()
    page.get_by_role("button", name="Remove sample data").click()
    dialog = page.get_by_role("dialog", name="Remove sample data")
    expect(dialog).to_contain_text("12 tickets and 6 sample customers go for good")
    dialog.get_by_role("button", name="Remove for good").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("6 of these customers are sample data.")).to_be_hidden()
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_role("button", name="Load sample data")).to_be_visible()
