"""Keys of one's own: which can be chosen, what is refused and where, and that the browser has the same table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tandem.api.answers import people as shapes
from tandem.kernel.errors import Invalid
from tandem.people.shortcuts import CHORDS, DEFAULTS, WHILE_WRITING, OwnShortcuts, changed, refusal_of
from tests.api.shapes import fits
from tests.world import World

ACTIONS = Path(__file__).resolve().parents[2] / "web/src/actions"


def test_no_key_does_two_things_and_each_can_be_chosen() -> None:
    assert len(set(DEFAULTS.values())) == len(DEFAULTS)
    assert [name for name, keys in DEFAULTS.items() if refusal_of(name, keys)] == []


def test_the_browser_has_the_same_table() -> None:
    table = (ACTIONS / "keymap.ts").read_text()
    entries = re.findall(r"\{ id: '([^']+)', keys: '([^']+)'(.*?), label:", table)
    assert {name: keys for name, keys, _more in entries} == DEFAULTS
    assert {name for name, _keys, more in entries if "writing: true" in more} == WHILE_WRITING
    chords = re.search(r"const chords = \[(.*?)\n\];", (ACTIONS / "choosing.ts").read_text(), re.S)
    assert chords is not None
    assert set(re.findall(r"'([^']+)'", chords[1])) == CHORDS


@pytest.mark.parametrize("keys", ["Q", "Shift+Q", "G Q", "7", ";", "Mod+K", "F2", "Space", ""])
def test_keys_that_can_be_chosen(keys: str) -> None:
    assert refusal_of("reply", keys) is None


@pytest.mark.parametrize(
    "keys", ["Mod+A", "Mod+T", "Tab", "Enter", "Escape", "F5", "Alt+Q", "G", "g", "Ж", "QQ", "G G I", " ", "Q\n"]
)
def test_keys_that_belong_to_others(keys: str) -> None:
    assert refusal_of("reply", keys) is not None


@pytest.mark.parametrize("name", sorted(WHILE_WRITING))
def test_what_works_while_one_writes_takes_no_letter(name: str) -> None:
    assert refusal_of(name, "Q") is not None
    assert refusal_of(name, "") is None


def test_two_trade_their_keys_in_one_change() -> None:
    own = changed(OwnShortcuts(), None, {"reply": "N", "note": "R"})
    assert own.keys == {"reply": "N", "note": "R"}
    assert changed(own, None, dict.fromkeys(DEFAULTS)).keys == {}


def test_a_key_of_another_is_refused_and_so_is_its_return() -> None:
    with pytest.raises(Invalid):
        changed(OwnShortcuts(), None, {"reply": "N"})
    own = changed(OwnShortcuts(), None, {"reply": "N", "note": ""})
    with pytest.raises(Invalid):
        changed(own, None, {"note": None})


def test_keys_follow_their_person(world: World) -> None:
    ana, ben = world.browser(world.ana), world.browser(world.ben)
    assert ana.get("/me").json()["shortcuts"] == {"single_keys": True, "keys": {}, "swipe": True}
    answer = ana.patch("/me/shortcuts", {"keys": {"reply": "Q", "palette": ""}})
    assert fits(answer, shapes.OwnShortcutsShown)["keys"] == {"reply": "Q", "palette": ""}
    assert ana.patch("/me/shortcuts", {"single_keys": False}).json()["keys"] == {"reply": "Q", "palette": ""}
    assert world.browser(world.ana).get("/me").json()["shortcuts"]["single_keys"] is False
    assert ana.patch("/me/shortcuts", {"swipe": False}).json()["keys"] == {"reply": "Q", "palette": ""}
    assert world.browser(world.ana).get("/me").json()["shortcuts"]["swipe"] is False
    assert ana.patch("/me/shortcuts", {"single_keys": True}).json()["swipe"] is False
    assert ben.get("/me").json()["shortcuts"] == {"single_keys": True, "keys": {}, "swipe": True}


@pytest.mark.parametrize(
    ("body", "status", "pointer", "code"),
    [
        ({"keys": {"fly": "Q"}}, 400, "/keys/fly", "unknown"),
        ({"keys": {"reply": "Mod+W"}}, 422, "/keys/reply", "reserved"),
        ({"keys": {"palette": "Q"}}, 422, "/keys/palette", "reserved"),
        ({"keys": {"reply": "N"}}, 422, "/keys/reply", "taken"),
        ({}, 422, "/keys", "empty"),
    ],
)
def test_what_is_refused_says_where(world: World, body: object, status: int, pointer: str, code: str) -> None:
    ana = world.browser(world.ana)
    answer = ana.patch("/me/shortcuts", body)
    problem = answer.json()["errors"][0]
    assert (answer.status_code, problem["pointer"], problem["code"]) == (status, pointer, code)
    assert ana.get("/me").json()["shortcuts"]["keys"] == {}
