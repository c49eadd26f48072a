"""Words between nodes: each says what its own tabs do, and that it lives. A node that has missed a word asks for everything.

Every word of a node carries a number one higher than the one before, a beat the last number; so a hole shows. What a node has
said holds until it says otherwise or dies; what is on a node that has died ends within its lifetime.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tandem.collision.presence import times
from tandem.collision.presence.book import Book, Word
from tandem.collision.presence.moment import Moment

#: Words in one message, so that none becomes very large.
_PORTION: Final = 500


@dataclass(slots=True)
class _Neighbour:
    """Another node: the number of its last word (None: something was missed), and when it was heard."""

    last: int | None
    heard: int


class Exchange:
    """Keeps the books of all nodes alike. `publish` takes a message to every other node."""

    def __init__(self, book: Book, publish: Callable[[Mapping[str, Any]], None]) -> None:
        self._book = book
        self._publish = publish
        self._said = 0
        self._beat_at: int | None = None
        self._neighbours: dict[str, _Neighbour] = {}

    def begin(self) -> None:
        """This node is new: ask everybody for everything."""
        self._publish({"node": self._book.node, "ask": None})

    def end(self) -> None:
        """This node ends; who was on it connects elsewhere."""
        self._publish({"node": self._book.node, "bye": True})

    def say(self, words: Sequence[Word]) -> None:
        """Tell the others what happened here."""
        if words:
            self._said += 1
            self._publish({"node": self._book.node, "n": self._said, "words": list(words)})

    def order(self, order: Mapping[str, Any]) -> None:
        """Ask the node on which somebody is to do something with their tabs."""
        self._publish({"node": self._book.node, "order": dict(order)})

    def gap(self, now: Moment) -> None:
        """Words were lost in both directions, perhaps."""
        for neighbour in self._neighbours.values():
            neighbour.last = None
        self.begin()
        self._say_everything(now)

    def tick(self, now: Moment) -> None:
        """Once a second or so: say that we live, and bury those who have not said so."""
        if self._beat_at is None or now.steady - self._beat_at >= times.NODE_BEAT:
            self._beat_at = now.steady
            self._publish({"node": self._book.node, "n": self._said, "beat": True})
        for node, neighbour in list(self._neighbours.items()):
            if now.steady - neighbour.heard >= times.NODE_LIFETIME:
                self._bury(node, now)

    def heard(self, message: Mapping[str, Any], now: Moment) -> None:
        """A message of another node."""
        node = message["node"]
        if node == self._book.node:
            return
        if "ask" in message:
            if message["ask"] in {None, self._book.node}:
                self._say_everything(now)
        elif "order" in message:
            self._book.carry_out(message["order"], now)
        elif "bye" in message:
            self._bury(node, now)
        elif "all" in message:
            self._take_everything(node, message, now)
        else:
            self._take(node, message, now)

    def _take(self, node: str, message: Mapping[str, Any], now: Moment) -> None:
        neighbour = self._neighbours.setdefault(node, _Neighbour(None, now.steady))
        neighbour.heard = now.steady
        words = message.get("words", ())
        before = message["n"] - 1 if words else message["n"]
        if neighbour.last != before:
            neighbour.last = None
            self._publish({"node": self._book.node, "ask": node})
            return
        neighbour.last = message["n"]
        for word in words:
            self._book.heard(node, word, now)

    def _take_everything(self, node: str, message: Mapping[str, Any], now: Moment) -> None:
        if message["all"] == "begin":
            self._book.forget_node(node, now)
        for word in message["words"]:
            self._book.heard(node, word, now)
        self._neighbours[node] = _Neighbour(message["n"], now.steady)

    def _say_everything(self, now: Moment) -> None:
        words = list(self._book.everything(now))
        for at in range(0, max(len(words), 1), _PORTION):
            part = "begin" if at == 0 else "more"
            portion = words[at : at + _PORTION]
            self._publish({"node": self._book.node, "n": self._said, "all": part, "words": portion})

    def _bury(self, node: str, now: Moment) -> None:
        self._neighbours.pop(node, None)
        self._book.forget_node(node, now)
