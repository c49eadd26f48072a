"""What is remembered of who is asking never outlives what it was read from."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_out

from tandem.api import authentication
from tandem.infra.bus_local import LocalBus
from tandem.kernel.merging import Edit
from tandem.people.commands.edit_person import EditPerson
from tandem.people.editing import UNSEEN
from tandem.realtime import orders
from tandem.realtime.hub import Hub
from tests.world import Api, World

SESSION = "/_allauth/browser/v1/auth/session"


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    channels: list[str] = []

    class Recorder:
        def publish(self, channel: str, payload: Any) -> None:
            channels.append(channel)

    monkeypatch.setattr(orders, "bus", Recorder)
    return channels


def disable_ben(world: World) -> None:
    world.do(EditPerson(world.ben.id, {"active": Edit(UNSEEN, False)}), world.ana)


@pytest.mark.parametrize("door", ["browser", "program"])
def test_whoever_is_disabled_while_they_are_read_is_out(
    world: World, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    api: Api = getattr(world, door)(world.ben)
    read = authentication.staff_actor

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.undo()
        actor = read(*arguments)
        disable_ben(world)
        return actor

    monkeypatch.setattr(authentication, "staff_actor", meanwhile)
    # The request that had begun before is still answered.
    assert api.get("/me").status_code == 200
    assert api.get("/me").status_code == 401


def test_whoever_asks_while_they_sign_out_is_out(world: World) -> None:
    ben, other_tab = world.browser(world.ben), Api()
    other_tab.client.cookies[settings.SESSION_COOKIE_NAME] = ben.client.cookies[settings.SESSION_COOKIE_NAME].value
    answers = []

    def before_the_session_is_gone(**_details: Any) -> None:
        answers.append(other_tab.get("/me").status_code)

    user_logged_out.connect(before_the_session_is_gone)
    try:
        ben.delete(SESSION)
    finally:
        user_logged_out.disconnect(before_the_session_is_gone)
    assert answers == [200]
    assert other_tab.get("/me").status_code == 401


def test_every_process_is_told_to_forget(world: World, published: list[str]) -> None:
    disable_ben(world)
    assert "!forget" in published


def test_what_another_process_has_changed_is_forgotten_here(world: World) -> None:
    ben = world.program(world.ben)
    assert ben.get("/me").status_code == 200
    assert authentication._kept
    Hub(LocalBus()).heard("!forget", b"{}")
    assert not authentication._kept


def test_all_is_forgotten_when_words_on_the_bus_were_lost(world: World) -> None:
    world.program(world.ben).get("/me")
    Hub(LocalBus()).gap()
    assert not authentication._kept


@pytest.mark.parametrize("name", ["", "a room", "!forget", "ticket:1"])
def test_an_order_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="no name of an order"):
        orders.define(name, lambda: None)
