"""When people meet on a ticket and part again, read from the book. It knows no clock, no database and no other nodes.

All books agree on since when somebody is there, so a meeting is named by the moment at which it came about: that of the
second to come. The node of that one tells of its beginning; every node tells of its end, since that node may be gone by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tandem.collision.numbers.happenings import OVER_ANSWER, TOGETHER, Happening
from tandem.collision.presence.tabs import Desk


class Meetings:
    """The meetings that go on now, by ticket and kind."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._open: dict[tuple[int, str], str] = {}

    def look(self, ticket: int, desk: Desk, wall: int) -> Iterator[Happening]:
        """What began and ended on a ticket since it was last looked at; `wall` is now, in milliseconds."""
        present = {tab.person: desk.visits[tab.person].since for tab in desk.tabs.values()}
        yield from self._compare(ticket, TOGETHER, desk, present, wall)
        yield from self._compare(ticket, OVER_ANSWER, desk, _answering(desk), wall)

    def _compare(self, ticket: int, kind: str, desk: Desk, since: Mapping[int, int], wall: int) -> Iterator[Happening]:
        key = self._open.get((ticket, kind))
        if key is None and len(since) > 1:
            second, began = sorted(since.items(), key=lambda one: (one[1], one[0]))[1]
            key = self._open[ticket, kind] = str(began)
            if any(tab.node == self._node for tab in desk.tabs_of(second)):
                yield Happening(ticket, kind, key, began)
        elif key is not None and len(since) < 2:
            del self._open[ticket, kind]
            yield Happening(ticket, kind, key, wall, over=True)


def _answering(desk: Desk) -> dict[int, int]:
    """Who has an answer to the customer open, and since when."""
    found: dict[int, int] = {}
    for tab in desk.tabs.values():
        if tab.report.reply and tab.reply_since is not None:
            found[tab.person] = min(found.get(tab.person, tab.reply_since), tab.reply_since)
    return found
