"""When people meet on a ticket and part again, as the books of one or two nodes tell it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tandem.collision.numbers.happenings import OVER_ANSWER, TOGETHER, Happening
from tandem.collision.presence import times
from tandem.collision.presence.book import Book
from tandem.collision.presence.meetings import Meetings
from tandem.collision.presence.moment import Moment
from tandem.collision.presence.report import Report

TICKET = 7
ANA, BEN, CLEO = 1, 2, 3
VIEWING, OPEN = Report(), Report(reply=True)


class House:
    """Nodes that hear each other at once, with one clock."""

    def __init__(self, *names: str) -> None:
        self.books = {name: Book(name) for name in names}
        self.meetings = {name: Meetings(name) for name in names}
        self.now = Moment(1_000_000, 1_800_000_000_000)
        self.told: list[Happening] = []

    def wait(self, ms: int) -> None:
        self.now = Moment(self.now.steady + ms, self.now.wall + ms)
        for book in self.books.values():
            book.expire(self.now)
        self.settle()

    def here(self, node: str, person: int, report: Report = VIEWING) -> None:
        self.books[node].here(f"{node}{person}", person, TICKET, report, self.now)
        self.settle()

    def gone(self, node: str, person: int) -> None:
        self.books[node].gone(f"{node}{person}", TICKET, "left", self.now)
        self.settle()

    def die(self, node: str) -> None:
        del self.books[node], self.meetings[node]
        for book in self.books.values():
            book.forget_node(node, self.now)
        self.settle()

    def settle(self) -> None:
        for name, book in self.books.items():
            words, book.words = book.words, []
            for other, theirs in self.books.items():
                for word in words if other != name else ():
                    theirs.heard(name, word, self.now)
        for name, book in self.books.items():
            book.changed.clear()
            self.told += self.meetings[name].look(TICKET, book.desk(TICKET), self.now.wall)

    def kinds(self) -> list[tuple[str, bool]]:
        return [(one.kind, one.over) for one in self.told]


def test_one_person_alone_meets_nobody() -> None:
    house = House("n")
    house.here("n", ANA)
    house.books["n"].here("second tab", ANA, TICKET, OPEN, house.now)
    house.settle()
    house.gone("n", ANA)
    assert house.told == []


def test_a_meeting_begins_with_the_second_and_ends_with_the_last_but_one() -> None:
    house = House("n")
    house.here("n", ANA)
    house.wait(5_000)
    house.here("n", BEN)
    came = house.now.wall
    house.here("n", CLEO)
    house.gone("n", ANA)
    assert house.told == [Happening(TICKET, TOGETHER, str(came), came)]
    house.wait(9_000)
    house.gone("n", BEN)
    assert house.told[1:] == [Happening(TICKET, TOGETHER, str(came), came + 9_000, over=True)]


def test_two_answers_at_once_are_a_meeting_of_their_own() -> None:
    house = House("n")
    house.here("n", ANA, OPEN)
    house.here("n", BEN)
    house.wait(2_000)
    house.here("n", BEN, OPEN)
    second = house.now.wall
    house.wait(4_000)
    house.here("n", ANA, VIEWING)
    assert house.told[1:] == [
        Happening(TICKET, OVER_ANSWER, str(second), second),
        Happening(TICKET, OVER_ANSWER, str(second), second + 4_000, over=True),
    ]


def test_whoever_meets_again_later_meets_anew() -> None:
    house = House("n")
    house.here("n", ANA)
    house.here("n", BEN)
    house.gone("n", BEN)
    house.wait(times.SAME_VISIT + 1_000)
    house.here("n", ANA)
    house.here("n", BEN)
    assert house.kinds() == [(TOGETHER, False), (TOGETHER, True), (TOGETHER, False)]
    assert len({one.key for one in house.told}) == 2


def test_of_two_nodes_one_tells_of_the_beginning_and_both_of_the_end() -> None:
    house = House("m", "n")
    house.here("m", ANA)
    house.wait(1_000)
    house.here("n", BEN)
    assert [(one.over, one.key) for one in house.told] == [(False, str(house.now.wall))]
    house.gone("m", ANA)
    assert [one.over for one in house.told] == [False, True, True]
    assert len({one.key for one in house.told}) == 1


def test_a_node_that_dies_ends_its_meetings_by_the_others() -> None:
    house = House("m", "n")
    house.here("m", ANA)
    house.wait(1_000)
    house.here("n", BEN)
    house.die("n")
    assert [one.over for one in house.told] == [False, True]


_acts = st.lists(
    st.tuples(
        st.sampled_from(("m", "n")),
        st.sampled_from((ANA, BEN, CLEO)),
        st.sampled_from(("look", "open", "gone", "wait")),
    ),
    max_size=40,
)


@given(_acts)
def test_whatever_they_do_what_was_told_last_is_how_it_is(acts: list[tuple[str, int, str]]) -> None:
    """Somebody may be back in the same visit: that is the same meeting told again, which the table has once."""
    house = House("m", "n")
    for node, person, act in acts:
        if act == "wait":
            house.wait(1_000)
        elif act == "gone":
            house.gone(node, person)
        else:
            house.here(node, person, OPEN if act == "open" else VIEWING)
        last = {one.kind: one for one in house.told}
        tabs = house.books["m"].desk(TICKET).tabs.values()
        assert {kind for kind, one in last.items() if not one.over} == {
            kind
            for kind, people in (
                (TOGETHER, {tab.person for tab in tabs}),
                (OVER_ANSWER, {tab.person for tab in tabs if tab.report.reply}),
            )
            if len(people) > 1
        }
        begun = {(one.kind, one.key) for one in house.told if not one.over}
        assert {(one.kind, one.key) for one in house.told if one.over} <= begun
