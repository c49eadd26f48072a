"""The book of presence by itself: no sockets, no database, a clock that the tests turn."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.collision.presence import times
from tandem.collision.presence.book import Book
from tandem.collision.presence.moment import Moment
from tandem.collision.presence.report import Malformed, Report, read_report
from tandem.collision.presence.shown import row_of, state_of

TICKET = 7
ANA, BEN, CLEO = 1, 2, 3
VIEWING = Report()
TYPING = Report(writing="reply", reply=True)
OPEN = Report(reply=True)


class Desk:
    """A book with a clock."""

    def __init__(self) -> None:
        self.book = Book("here")
        self.now = Moment(1_000_000, 1_800_000_000_000)

    def wait(self, ms: int, *beating: tuple[str, int, Report]) -> None:
        """Let time pass second by second, as the process does; tabs that are `beating` go on saying the same."""
        for _second in range(ms // 1000):
            self.now = Moment(self.now.steady + 1000, self.now.wall + 1000)
            for key, person, report in beating:
                self.here(key, person, report)
            self.book.expire(self.now)

    def here(self, key: str, person: int, report: Report = VIEWING) -> None:
        self.book.here(key, person, TICKET, report, self.now)

    def gone(self, key: str, how: Any = "left") -> None:
        self.book.gone(key, TICKET, how, self.now)

    def take(self, key: str) -> bool:
        return self.book.take_lease(key, TICKET, self.now)

    def state(self) -> dict[str, Any]:
        return state_of(TICKET, self.book.desk(TICKET), self.now.steady, self.now.wall)

    def people(self) -> dict[int, str]:
        return {int(one["person"]): one["state"] for one in self.state()["people"]}

    def acts(self) -> list[tuple[int, str]]:
        return [(int(act["person"]), act["act"]) for act in self.state()["acts"]]

    def holder(self) -> int | None:
        lease = self.state()["lease"]
        return None if lease is None else int(lease["person"])

    def row(self) -> list[dict[str, Any]]:
        return list(row_of(TICKET, self.book.desk(TICKET), self.now.steady)["people"])


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_several_tabs_of_one_person_are_one_presence(desk: Desk) -> None:
    """AC-02."""
    desk.here("a1", ANA, Report(looking="elsewhere"))
    desk.here("a2", ANA)
    assert desk.people() == {ANA: "viewing"}
    desk.gone("a2")
    assert desk.people() == {ANA: "elsewhere"}
    assert desk.acts() == [(ANA, "viewed")]
    desk.gone("a1")
    assert desk.people() == {ANA: "left"}
    assert desk.acts() == [(ANA, "viewed"), (ANA, "left")]


def test_whoever_comes_back_after_leaving_has_come_anew(desk: Desk) -> None:
    """AC-14: one picture, a second view."""
    desk.here("a1", ANA)
    desk.gone("a1")
    desk.wait(5_000)
    desk.here("a2", ANA)
    assert desk.people() == {ANA: "viewing"}
    assert desk.acts() == [(ANA, "viewed"), (ANA, "left"), (ANA, "viewed")]


def test_a_page_that_is_loaded_anew_is_the_same_visit(desk: Desk) -> None:
    desk.here("a1", ANA)
    since = desk.state()["people"][0]["since"]
    desk.wait(20_000, ("a1", ANA, VIEWING))
    desk.gone("a1", "closed")
    assert desk.people() == {ANA: "left"}
    desk.wait(3_000)
    desk.here("a2", ANA)
    assert desk.state()["people"][0]["since"] == since
    desk.wait(60_000, ("a2", ANA, VIEWING))
    assert desk.acts() == [(ANA, "viewed")]


def test_a_page_that_stays_closed_is_a_leave_that_is_told(desk: Desk) -> None:
    desk.here("a1", ANA)
    desk.gone("a1", "closed")
    desk.wait(times.RELOADING)
    assert desk.acts() == [(ANA, "viewed"), (ANA, "left")]


def test_a_lost_connection_ends_with_its_lifetime_and_not_before(desk: Desk) -> None:
    """AC-13, L-03: no ghost stays; AC-14: nobody is told of a short break."""
    desk.here("a1", ANA, TYPING)
    desk.gone("a1", "lost")
    assert desk.people() == {ANA: "viewing"}
    assert desk.state()["people"][0]["writing"] is None
    desk.wait(times.LIFETIME - 1_000)
    assert desk.people() == {ANA: "viewing"}
    desk.wait(1_000)
    assert desk.people() == {ANA: "left"}
    left = desk.state()["people"][0]["left_at"]
    assert left < desk.state()["now"], "the time when they were heard for the last time"


def test_a_connection_that_is_back_in_time_goes_on(desk: Desk) -> None:
    desk.here("a1", ANA, TYPING)
    before = desk.state()
    desk.gone("a1", "lost")
    desk.wait(20_000)
    desk.here("a2", ANA, OPEN)
    after = desk.state()
    assert len(desk.book.desk(TICKET).tabs) == 1
    assert after["people"][0]["reply_since"] == before["people"][0]["reply_since"]
    assert (after["lease"], after["acts"]) == (before["lease"], before["acts"])


def test_a_tab_that_falls_silent_goes_like_a_lost_one(desk: Desk) -> None:
    desk.here("a1", ANA)
    desk.here("b1", BEN)
    desk.wait(times.LIFETIME, ("b1", BEN, VIEWING))
    assert desk.people() == {BEN: "viewing", ANA: "left"}


def test_those_who_left_are_listed_for_half_an_hour_the_last_one_first(desk: Desk) -> None:
    """AC-15."""
    desk.here("c1", CLEO)
    for key, person in (("a1", ANA), ("b1", BEN)):
        desk.here(key, person)
        desk.gone(key)
        desk.wait(10_000, ("c1", CLEO, VIEWING))
    assert list(desk.people()) == [CLEO, BEN, ANA]
    desk.wait(times.REMEMBERED - 10_000, ("c1", CLEO, VIEWING))
    assert list(desk.people()) == [CLEO]
    assert desk.acts() == []


def test_a_desk_that_everybody_left_long_ago_is_forgotten(desk: Desk) -> None:
    desk.here("a1", ANA)
    desk.gone("a1")
    desk.wait(times.REMEMBERED)
    assert desk.book.desks == {}


def test_drafting_is_told_once_in_an_editing_session(desk: Desk) -> None:
    """AC-27."""
    desk.here("a1", ANA, OPEN)
    assert desk.acts() == [(ANA, "viewed")]
    for report in (TYPING, OPEN, TYPING, OPEN):
        desk.here("a1", ANA, report)
    assert desk.acts() == [(ANA, "viewed"), (ANA, "drafted")]
    desk.here("a1", ANA, VIEWING)
    desk.wait(1_000)
    desk.here("a1", ANA, TYPING)
    assert desk.acts()[2:] == [(ANA, "drafted")]


def test_the_first_who_begins_a_reply_has_the_lease(desk: Desk) -> None:
    desk.here("a1", ANA)
    assert desk.holder() is None
    desk.here("b1", BEN, OPEN)
    desk.wait(1_000)
    desk.here("a1", ANA, TYPING)
    assert desk.holder() == BEN
    desk.here("b1", BEN, VIEWING)
    assert desk.holder() == ANA
    desk.gone("a1")
    assert desk.holder() is None


def test_a_lease_renews_itself_by_typing_and_ends_without(desk: Desk) -> None:
    """Ninety seconds without a key, and the next one has it."""
    desk.here("b1", BEN, TYPING)
    desk.wait(1_000)
    desk.here("a1", ANA, TYPING)
    desk.wait(200_000, ("b1", BEN, TYPING), ("a1", ANA, TYPING))
    assert desk.holder() == BEN
    desk.here("b1", BEN, OPEN)
    desk.wait(times.LEASE - 1_000, ("b1", BEN, OPEN), ("a1", ANA, TYPING))
    assert desk.holder() == BEN
    desk.wait(1_000, ("b1", BEN, OPEN), ("a1", ANA, TYPING))
    assert desk.holder() == ANA
    desk.here("b1", BEN, TYPING)
    assert desk.holder() == ANA, "whoever paused does not take it back by typing"
    desk.here("a1", ANA, VIEWING)
    assert desk.holder() == BEN


def test_a_lease_is_taken_over_with_one_click_and_back(desk: Desk) -> None:
    desk.here("b1", BEN, TYPING)
    desk.here("a1", ANA)
    desk.wait(1_000, ("b1", BEN, TYPING), ("a1", ANA, VIEWING))
    assert desk.take("a1")
    desk.here("a1", ANA, OPEN)
    assert (desk.holder(), desk.state()["lease"]["taken_from"]) == (ANA, str(BEN))
    desk.here("b1", BEN, TYPING)
    assert desk.holder() == ANA
    desk.wait(1_000, ("b1", BEN, TYPING), ("a1", ANA, OPEN))
    assert desk.take("b1")
    assert desk.holder() == BEN
    assert [act for act in desk.acts() if act[1] == "took_over"] == [(ANA, "took_over"), (BEN, "took_over")]


def test_a_lease_that_was_taken_waits_for_its_first_key(desk: Desk) -> None:
    desk.here("b1", BEN, TYPING)
    desk.here("a1", ANA)
    desk.take("a1")
    desk.wait(times.TAKEN - 1_000, ("b1", BEN, TYPING), ("a1", ANA, VIEWING))
    assert desk.holder() == ANA
    desk.wait(1_000, ("b1", BEN, TYPING), ("a1", ANA, VIEWING))
    assert desk.holder() == BEN


def test_five_minutes_are_five_minutes(desk: Desk) -> None:
    desk.here("b1", BEN, OPEN)
    desk.book.give_lease(BEN, TICKET, desk.now, times.FIVE_MINUTES)
    desk.here("a1", ANA, TYPING)
    desk.wait(times.FIVE_MINUTES - 1_000, ("b1", BEN, OPEN), ("a1", ANA, TYPING))
    assert desk.holder() == BEN
    desk.wait(1_000, ("b1", BEN, OPEN), ("a1", ANA, TYPING))
    assert desk.holder() == ANA


def test_whoever_does_not_answer_frees_the_lease_unless_they_type(desk: Desk) -> None:
    desk.here("b1", BEN, TYPING)
    desk.wait(1_000)
    desk.here("a1", ANA, TYPING)
    desk.book.free_lease(BEN, TICKET, desk.now)
    assert desk.holder() == BEN
    desk.here("b1", BEN, OPEN)
    desk.book.free_lease(BEN, TICKET, desk.now)
    assert desk.holder() == ANA
    desk.here("a1", ANA, VIEWING)
    desk.here("b1", BEN, TYPING)
    assert desk.holder() == BEN, "typing again begins anew"


def test_closing_the_reply_ends_the_lease(desk: Desk) -> None:
    desk.here("b1", BEN, OPEN)
    desk.book.give_lease(BEN, TICKET, desk.now, times.FIVE_MINUTES)
    desk.here("b1", BEN, VIEWING)
    assert desk.holder() is None


def test_nobody_takes_a_lease_who_is_not_there(desk: Desk) -> None:
    desk.here("b1", BEN, TYPING)
    assert not desk.take("a1")
    assert desk.holder() == BEN


def test_a_row_shows_what_matters_most_of_each(desk: Desk) -> None:
    desk.here("a1", ANA, Report(looking="idle"))
    desk.here("b1", BEN, OPEN)
    desk.here("c1", CLEO, Report(writing="field", field="priority"))
    assert desk.row() == [
        {"person": "1", "shows": "eye", "faded": True, "leased": False},
        {"person": "2", "shows": "draft", "faded": False, "leased": True},
        {"person": "3", "shows": "pencil", "faded": False, "leased": False},
    ]
    desk.here("a1", ANA, Report(looking="elsewhere"))
    assert [one["person"] for one in desk.row()] == ["2", "3"]


def test_the_field_that_is_edited_is_told(desk: Desk) -> None:
    desk.here("a1", ANA, Report(writing="field", field="priority"))
    assert desk.state()["people"][0]["field"] == "priority"
    desk.here("a1", ANA, VIEWING)
    assert desk.state()["people"][0]["field"] is None


def test_a_heartbeat_changes_nothing_and_tells_nobody(desk: Desk) -> None:
    desk.here("a1", ANA, OPEN)
    desk.wait(1_000)
    desk.book.changed.clear()
    desk.book.words.clear()
    desk.wait(20_000, ("a1", ANA, OPEN))
    assert (desk.book.changed, desk.book.words) == (set(), [])


@pytest.mark.parametrize(
    "message",
    [
        {"looking": "staring"},
        {"looking": None},
        {"writing": "poem"},
        {"writing": 1},
        {"writing": "field", "field": "<b>"},
        {"field": "x" * 60},
        {"field": ["priority"]},
        {"reply": "yes"},
        {"note": 1},
        {"looking": ["viewing"]},
        {"writing": {}},
    ],
)
def test_what_makes_no_sense_is_refused(message: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read_report(message)


def test_whoever_types_a_reply_has_it_open() -> None:
    assert read_report({"writing": "reply"}) == TYPING
    assert read_report({"writing": "reply", "field": "priority"}).field is None
    assert read_report({}) == VIEWING
