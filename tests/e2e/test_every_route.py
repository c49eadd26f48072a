"""Every route and tab: nothing that axe finds (WCAG 2.2 AA) in either scheme, and nothing that sticks out at any width."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage
from tests.e2e.desk import Desk
from tests.e2e.faults import sticking_out, violations
from tests.e2e.routes import ROUTES, TABS, Route
from tests.e2e.server import Server

#: Of the demo world: asked by somebody of an organisation, with notes, copies and colleagues who follow.
SUBJECT = "Two Packhorse Pro out of service"


def _known(desk: Desk) -> dict[str, str]:
    """What stands in the addresses of single records."""
    found = desk.call("GET", "/tickets?view=all&q=Packhorse%20service&limit=20")["results"]
    number = next(row["number"] for row in found if row["subject"].startswith(SUBJECT))
    asker = desk.call("GET", f"/tickets/{number}")["requester"]
    return {"ticket": str(number), "customer": asker["id"], "organisation": asker["organisation_id"]}


def _faults(page: Page, server: Server, routes: dict[str, Route], **ids: str) -> dict[str, list[str]]:
    """What is wrong, by the name of the route."""
    found = {}
    for name, route in routes.items():
        page.goto(f"{server.url}/agent{route.path.format(**ids)}")
        page.locator(route.content).first.wait_for()
        found[name] = violations(page) + sticking_out(page)
    return {name: lines for name, lines in found.items() if lines}


def test_behind_the_door(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    page = sign_in("Amara Okafor")
    behind = {name: route for name, route in ROUTES.items() if route.signed_in}
    assert _faults(page, server, behind, **_known(desk)) == {}


def test_behind_the_tabs(server: Server, desk: Desk, sign_in: OpenPage) -> None:
    assert _faults(sign_in("Amara Okafor"), server, TABS, **_known(desk)) == {}


def test_before_the_door(server: Server, new_page: OpenPage) -> None:
    before = {name: route for name, route in ROUTES.items() if not route.signed_in}
    assert _faults(new_page(), server, before) == {}
