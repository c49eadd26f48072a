"""What actions intend in a situation: pure functions, no database."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.actions.base import Situation
from tandem.actions.placeholders import PLACEHOLDERS
from tandem.actions.registry import ACTIONS, intent_of, people_of, read_steps, teams_of
from tandem.kernel.errors import Invalid, Malformed


def a_situation(**fields: Any) -> Situation:
    """Ben (7), of teams 31 and 32, on a ticket of nobody's; 7 and 8 may own it, the team 33 is of its department."""
    ticket = {"owner": None, "team": None, "priority": 0, "type": None, "due_at": None, "status": "open"}
    values: dict[str, Any] = {
        "ticket": ticket,
        "tags": ["vip"],
        "statuses": frozenset({"open", "solved", "closed"}),
        "final_statuses": frozenset({"closed"}),
        "agent": 7,
        "agent_teams": [31, 32],
        "owners": frozenset({7, 8}),
        "teams": frozenset({33}),
        "texts": {name: f"[{name}]" for name in PLACEHOLDERS},
        "now": 1_000_000,
    }
    return Situation(**(values | fields))


def steps(**values: Any) -> list[dict[str, Any]]:
    return read_steps(list(values.items()), "/steps")


@pytest.mark.parametrize(
    ("given", "field", "expected"),
    [
        ({"set_owner": "current_agent"}, "owner", 7),
        ({"set_owner": "8"}, "owner", 8),
        ({"set_owner": "nobody"}, "owner", None),
        ({"set_team": "my_team"}, "team", 31),
        ({"set_team": "33"}, "team", 33),
        ({"set_team": "no_team"}, "team", None),
        ({"set_status": "solved"}, "status", "solved"),
        ({"set_priority": "high"}, "priority", 3),
        ({"set_type": "task"}, "type", "task"),
        ({"set_type": None}, "type", None),
        ({"set_due": "2h"}, "due_at", 1_000_000 + 7_200_000),
        ({"set_due": None}, "due_at", None),
    ],
)
def test_a_field_and_what_it_becomes(given: Any, field: str, expected: Any) -> None:
    intent = intent_of(steps(**given), a_situation())
    assert intent.fields == {field: expected}
    assert intent.skipped == []


@pytest.mark.parametrize(
    ("given", "situation"),
    [
        ({"set_owner": "9"}, {}),
        ({"set_owner": "current_agent"}, {"owners": frozenset({8})}),
        ({"set_team": "34"}, {}),
        ({"set_team": "my_team"}, {"agent_teams": []}),
        ({"set_status": "boxing"}, {}),
    ],
)
def test_what_means_nothing_here_is_skipped_with_a_sentence_and_the_rest_applied(given: Any, situation: Any) -> None:
    intent = intent_of(steps(**given, set_priority="low"), a_situation(**situation))
    assert intent.fields == {"priority": 1}
    assert len(intent.skipped) == 1


def test_one_s_team_stays_when_the_ticket_is_in_one_of_them_already() -> None:
    situation = a_situation(ticket=dict(a_situation().ticket, team=32))
    assert intent_of(steps(set_team="my_team"), situation).fields == {}


def test_tags_come_and_go() -> None:
    assert intent_of(steps(add_tags=["New", "vip"]), a_situation()).tags == ["vip", "new"]
    assert intent_of(steps(remove_tags=["vip"], add_tags=["x"]), a_situation()).tags == ["x"]
    assert intent_of(steps(set_priority="low"), a_situation()).tags is None


def test_a_text_is_filled_in_and_clean() -> None:
    body = {"visibility": "public", "body_html": "<p onclick='x()'>Dear {{ requester.name }}</p><script>x()</script>"}
    intent = intent_of(steps(write_text=body), a_situation())
    assert (intent.visibility, intent.html) == ("public", "<p>Dear [requester.name]</p>")


def test_a_final_status_takes_no_reply_but_a_note() -> None:
    reply, note = ({"visibility": kind, "body_html": "<p>x</p>"} for kind in ("public", "internal"))
    assert "status" not in intent_of(steps(write_text=reply, set_status="closed"), a_situation()).fields
    assert intent_of(steps(write_text=note, set_status="closed"), a_situation()).fields == {"status": "closed"}


def test_whom_and_which_teams_steps_name() -> None:
    assert people_of(steps(set_owner="8", set_team="33")) == {8}
    assert teams_of(steps(set_owner="current_agent", set_team="33")) == {33}


@pytest.mark.parametrize(
    ("given", "error", "pointer"),
    [
        ([("explode", 1)], Invalid, "/steps/0/action"),
        ([("set_priority", "low"), ("set_priority", "high")], Invalid, "/steps/1/action"),
        ([], Invalid, "/steps"),
        ([("set_owner", None)], Invalid, "/steps/0/value"),
        ([("set_owner", "Ben")], Malformed, "/steps/0/value"),
        ([("set_priority", "loud")], Invalid, "/steps/0/value"),
        ([("set_due", "0h")], Invalid, "/steps/0/value"),
        ([("add_tags", [])], Invalid, "/steps/0/value"),
        ([("write_text", {"visibility": None, "body_html": " "})], Invalid, "/steps/0/value/body_html"),
        ([("write_text", {"visibility": "loud", "body_html": "x"})], Invalid, "/steps/0/value/visibility"),
        ([("write_text", {"body_html": "{{ x"})], Invalid, "/steps/0/value/body_html"),
        ([("write_text", {"body": "x"})], Malformed, "/steps/0/value"),
    ],
)
def test_steps_that_cannot_be_read_are_refused_at_their_place(given: Any, error: Any, pointer: str) -> None:
    with pytest.raises(error) as refusal:
        read_steps(given, "/steps")
    assert refusal.value.problems[0].pointer == pointer


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
@pytest.mark.parametrize("value", [0, -1, True, [], [None], {}, "", "\x00", "x" * 100_000, {"body_html": 3}, 1e308])
def test_no_value_brings_an_action_down(action: Any, value: Any) -> None:
    try:
        read = read_steps([(action.name, value)], "/steps")
    except (Invalid, Malformed):
        return
    intent_of(read, a_situation())
