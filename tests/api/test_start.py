"""The page on which everybody arrives: each number is the length of its list, and all of it is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.answers import start as shapes
from tandem.people.commands.create_team import CreateTeam
from tandem.tickets import listing
from tandem.tickets.drafts import Place, save
from tests.api.shapes import fits
from tests.policies.scene import DRAFT
from tests.statements import statements

if TYPE_CHECKING:
    from tests.world import Api, World

pytestmark = pytest.mark.django_db


def _start(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = fits(api.get("/start"), shapes.StartShown)
    return found


def _scene(world: World) -> None:
    team = world.do(CreateTeam("Night", world.support.id, [world.ben.id]), world.ana).result_id
    mine = world.open_ticket("Mine", owner=world.ben)
    answered = world.open_ticket("Answered", owner=world.ben)
    world.reply(answered, world.ben)
    nobodys = world.open_ticket("Nobody's")
    world.edit(nobodys, world.ana, team=(None, team))
    late = world.open_ticket("Late")
    world.edit(late, world.ana, due_at=(None, 1_000_000_000_000))
    world.open_ticket("Elsewhere", department=world.billing)
    world.browser(world.ben).post(f"/tickets/{mine.number}/read", {"seq": mine.seq})
    world.browser(world.ben).post(f"/tickets/{late.number}/read", {"seq": 1})
    save(world.actor(world.ben), Place(mine.id, "reply"), {**DRAFT, "body_html": "<p>Dear <b>Kim</b></p>"}, 0)


def test_each_number_is_the_length_of_its_list(world: World) -> None:
    _scene(world)
    ben = world.browser(world.ben)
    boxes = {box["view"]: box["count"] for box in _start(ben)["boxes"]}
    lists = {view: len(ben.get("/tickets", view=view, limit=100).json()["results"]) for view in boxes}
    assert boxes == lists
    assert boxes["waiting_on_me"] == 1 and boxes["my_teams_unassigned"] == 1 and boxes["overdue"] == 1
    views = {view["key"]: view["count"] for view in ben.get("/views").json()["results"]}
    assert {view: views[view] for view in boxes} == boxes


def test_where_somebody_was_and_what_they_have_not_sent(world: World) -> None:
    _scene(world)
    shown = _start(world.browser(world.ben))
    assert [place["subject"] for place in shown["recent"]] == ["Late", "Mine"]
    (draft,) = shown["drafts"]
    assert (draft["subject"], draft["kind"], draft["excerpt"]) == ("Mine", "reply", "Dear Kim")
    assert shown["first_steps"] is None, "for admins"
    other = _start(world.browser(world.cai))
    assert (other["recent"], other["drafts"]) == ([], [])


def test_numbers_stop_where_nobody_reads_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_CAP", 1)
    listing._kept.cache_clear()
    _scene(world)
    box = next(box for box in _start(world.browser(world.ben))["boxes"] if box["view"] == "open")
    assert (box["count"], box["capped"]) == (1, True)
    listing._kept.cache_clear()


def test_it_asks_little(world: World) -> None:
    _scene(world)
    ben = world.browser(world.ben)
    _start(ben)
    with statements() as asked:
        _start(ben)
    assert asked == [
        "SELECT (SELECT",
        "SELECT (SELECT",
        "SELECT tickets_readmark",
        "SELECT tickets_draft",
    ]


def test_an_admin_sees_the_first_steps_until_they_are_done(world: World) -> None:
    ana = world.browser(world.ana)
    assert _start(ana)["first_steps"] == {
        "mailbox": False,
        "colleague": True,
        "mail": False,
        "sample": "offered",
    }
    ana.post("/mailboxes", {"address": "support@tandem.example", "department_id": str(world.support.id)})
    ana.post("/setup/test-mail", {"to": "me@tandem.example"})
    assert _start(ana)["first_steps"] is None
