"""Several nodes with one book each: what one knows, all know; what is lost is asked for; who has died leaves no ghosts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import booleans, integers, sampled_from

from tandem.collision.presence import times
from tandem.collision.presence.book import Book
from tandem.collision.presence.exchange import Exchange
from tandem.collision.presence.moment import Moment
from tandem.collision.presence.report import Report
from tandem.collision.presence.shown import row_of, state_of

TICKET = 7
ANA, BEN = 1, 2
VIEWING = Report()
TYPING = Report(writing="reply", reply=True)


class Node:
    """A node with a clock of its own, which agrees with no other."""

    def __init__(self, net: Net, name: str, ahead: int) -> None:
        self.net, self.name, self.ahead = net, name, ahead
        self.alive = True
        self.book = Book(name)
        self.exchange = Exchange(self.book, self._publish)

    @property
    def now(self) -> Moment:
        return Moment(self.net.at + self.ahead, 1_800_000_000_000 + self.net.at)

    def _publish(self, message: Mapping[str, Any]) -> None:
        self.net.carry(self.name, json.dumps(message))

    def here(self, key: str, person: int, report: Report = VIEWING, ticket: int = TICKET) -> None:
        self.book.here(key, person, ticket, report, self.now)
        self.say()

    def gone(self, key: str, how: Any = "left") -> None:
        self.book.gone(key, TICKET, how, self.now)
        self.say()

    def take(self, key: str) -> None:
        self.book.take_lease(key, TICKET, self.now)
        self.say()

    def tick(self) -> None:
        self.book.expire(self.now)
        self.exchange.tick(self.now)
        self.say()

    def say(self) -> None:
        """Tell the others what the book has to say, as the process does after every step."""
        words, self.book.words = self.book.words, []
        self.exchange.say(words)

    def state(self) -> dict[str, Any]:
        return state_of(TICKET, self.book.desk(TICKET), self.now.steady, 0)

    def active(self) -> dict[int, str | None]:
        return {int(one["person"]): one["writing"] for one in self.state()["people"] if one["state"] != "left"}

    def acts(self) -> list[str]:
        return sorted(act["id"] for act in self.state()["acts"])

    def row(self) -> Any:
        return row_of(TICKET, self.book.desk(TICKET), self.now.steady)["people"]


class Net:
    """Carries messages in the order of each sender; may lose them while it is down."""

    def __init__(self, count: int = 2) -> None:
        self.at = 1_000_000
        self.up = True
        self.nodes: dict[str, Node] = {}
        for number in range(count):
            self.join(f"n{number}", number * 777_000)

    def join(self, name: str, ahead: int) -> Node:
        node = self.nodes[name] = Node(self, name, ahead)
        node.exchange.begin()
        return node

    def carry(self, sender: str, text: str) -> None:
        for node in list(self.nodes.values()):
            if self.up and node.name != sender and node.alive:
                node.exchange.heard(json.loads(text), node.now)

    def wait(self, ms: int) -> None:
        for _second in range(ms // 1000):
            self.at += 1000
            for node in self.nodes.values():
                if node.alive:
                    node.tick()

    def back(self) -> None:
        """The network is back: every node knows that it may have missed something."""
        self.up = True
        for node in self.nodes.values():
            if node.alive:
                node.exchange.gap(node.now)


@pytest.fixture
def net() -> Net:
    return Net()


def both(net: Net) -> tuple[Node, Node]:
    return net.nodes["n0"], net.nodes["n1"]


def test_what_happens_on_one_node_is_known_on_the_other(net: Net) -> None:
    one, two = both(net)
    one.here("a", ANA, TYPING)
    two.here("b", BEN)
    assert one.active() == two.active() == {ANA: "reply", BEN: None}
    assert one.state()["lease"] == two.state()["lease"]
    assert one.row() == two.row()
    two.take("b")
    two.here("b", BEN, TYPING)
    assert one.state()["lease"]["person"] == two.state()["lease"]["person"] == str(BEN)
    one.gone("a")
    assert two.active() == {BEN: "reply"}
    assert one.acts() == two.acts()


def test_an_agreement_on_one_node_gives_the_lease_on_another(net: Net) -> None:
    one, two = both(net)
    one.here("a", ANA, TYPING)
    two.here("b", BEN)
    order = {"do": "give", "person": BEN, "ticket": TICKET, "hold": times.TAKEN}
    one.book.carry_out(order, one.now)
    one.exchange.order(order)
    two.say()
    assert one.state()["lease"]["person"] == two.state()["lease"]["person"] == str(BEN)


def test_one_person_on_two_nodes_is_one_presence(net: Net) -> None:
    one, two = both(net)
    one.here("a1", ANA)
    two.here("a2", ANA)
    one.gone("a1")
    assert one.active() == two.active() == {ANA: None}
    assert len(one.acts()) == 1


def test_a_page_that_comes_back_on_another_node_is_the_same_visit(net: Net) -> None:
    one, two = both(net)
    one.here("a1", ANA)
    one.gone("a1", "closed")
    net.wait(3_000)
    two.here("a2", ANA)
    for _beat in range(3):
        net.wait(10_000)
        two.here("a2", ANA)
    assert one.acts() == two.acts()
    assert len(one.acts()) == 1


def test_a_node_that_dies_takes_its_people_with_it_within_the_lifetime(net: Net) -> None:
    """R-14: no ghosts."""
    one, two = both(net)
    one.here("a", ANA, TYPING)
    two.here("b", BEN)
    net.wait(times.NODE_BEAT)
    two.here("b", BEN)
    one.alive = False
    net.wait(times.NODE_LIFETIME - times.NODE_BEAT)
    assert ANA in two.active()
    two.here("b", BEN)
    net.wait(times.NODE_BEAT)
    assert two.active() == {BEN: None}
    assert two.state()["lease"] is None


def test_a_node_that_ends_politely_is_gone_at_once(net: Net) -> None:
    one, two = both(net)
    one.here("a", ANA)
    one.exchange.end()
    assert two.active() == {}
    two.here("a2", ANA)
    net.wait(20_000)
    assert [act for act in two.acts() if act.startswith("l")] == [], "its people connect elsewhere"


def test_a_new_node_learns_everything(net: Net) -> None:
    one, two = both(net)
    one.here("a", ANA, TYPING)
    two.here("b", BEN)
    two.gone("b")
    three = net.join("n2", 5)
    assert three.state()["people"] == one.state()["people"]
    assert three.state()["lease"] == one.state()["lease"]
    assert three.acts() == one.acts()


def test_a_word_that_was_lost_shows_in_the_next_one(net: Net) -> None:
    one, two = both(net)
    one.here("a", ANA)
    net.up = False
    one.here("a", ANA, TYPING)
    net.up = True
    net.wait(times.NODE_BEAT)
    assert two.active() == {ANA: "reply"}


def test_nodes_that_did_not_hear_each_other_agree_again(net: Net) -> None:
    """X-10: Redis is lost and comes back."""
    one, two = both(net)
    one.here("a", ANA)
    two.here("b", BEN, TYPING)
    net.up = False
    for _beat in range(5):
        net.wait(10_000)
        one.here("a", ANA, TYPING)
        two.here("b", BEN)
    assert (one.active(), two.active()) == ({ANA: "reply"}, {BEN: None}), "each node goes on with its own"
    net.back()
    assert one.active() == two.active() == {ANA: "reply", BEN: None}
    assert one.state()["lease"] == two.state()["lease"]


def test_many_tabs_are_told_in_portions(net: Net) -> None:
    one, _two = both(net)
    for number in range(1_200):
        one.here(f"k{number}", number + 10, ticket=number)
    three = net.join("n2", 0)
    assert len(three.book.desks) == 1_200


class Nodes(RuleBasedStateMachine):
    """Whatever happens in whatever order: when words can travel again and time has passed, all books agree and hold nobody who
    is not there."""

    @initialize()
    def begin(self) -> None:
        self.net = Net(3)
        #: key -> (node, person, report): tabs that are open and connected.
        self.open: dict[str, tuple[str, int, Report]] = {}
        self.number = 0

    @rule(
        node=sampled_from(["n0", "n1", "n2"]),
        person=integers(1, 4),
        typing=booleans(),
    )
    def opens(self, node: str, person: int, typing: bool) -> None:
        if self.net.nodes[node].alive:
            self.number += 1
            key = f"t{self.number}"
            report = TYPING if typing else Report()
            self.open[key] = (node, person, report)
            self.net.nodes[node].here(key, person, report)

    @precondition(lambda self: self.open)
    @rule(at=integers(0, 20), how=sampled_from(["left", "closed", "lost"]))
    def goes(self, at: int, how: str) -> None:
        key = sorted(self.open)[at % len(self.open)]
        node, _person, _report = self.open.pop(key)
        self.net.nodes[node].gone(key, how)

    @precondition(lambda self: self.open)
    @rule(at=integers(0, 20), reply=booleans(), writing=booleans())
    def does(self, at: int, reply: bool, writing: bool) -> None:
        key = sorted(self.open)[at % len(self.open)]
        node, person, _report = self.open[key]
        report = Report(writing="reply" if writing and reply else None, reply=reply)
        self.open[key] = (node, person, report)
        self.net.nodes[node].here(key, person, report)

    @precondition(lambda self: self.open)
    @rule(at=integers(0, 20))
    def takes_over(self, at: int) -> None:
        key = sorted(self.open)[at % len(self.open)]
        self.net.nodes[self.open[key][0]].take(key)

    @rule(seconds=integers(1, 40))
    def time_passes(self, seconds: int) -> None:
        for second in range(seconds):
            if second % 10 == 0:
                self._beat()
            self.net.wait(1_000)

    @rule()
    def the_network_goes(self) -> None:
        self.net.up = False

    @rule()
    def the_network_is_back(self) -> None:
        self.net.back()

    @precondition(lambda self: self.net.nodes["n2"].alive)
    @rule()
    def a_node_dies(self) -> None:
        self.net.nodes["n2"].alive = False
        self.open = {key: one for key, one in self.open.items() if one[0] != "n2"}

    @invariant()
    def a_lease_is_held_by_somebody_who_is_there(self) -> None:
        for node in self.net.nodes.values():
            lease = node.state()["lease"]
            assert lease is None or int(lease["person"]) in node.active()

    def teardown(self) -> None:
        self.net.back()
        for _turn in range(5):
            self._beat()
            self.net.wait(10_000)
        self._beat()
        there = {person for _node, person, _report in self.open.values()}
        alive = [node for node in self.net.nodes.values() if node.alive]
        assert [set(node.active()) for node in alive] == [there] * len(alive), "no ghosts, and nobody forgotten"
        assert len({json.dumps(node.row()) for node in alive}) == 1
        assert len({json.dumps(node.state()["lease"]) for node in alive}) == 1

    def _beat(self) -> None:
        for key, (node, person, report) in self.open.items():
            self.net.nodes[node].here(key, person, report)


TestNodes = Nodes.TestCase
TestNodes.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
