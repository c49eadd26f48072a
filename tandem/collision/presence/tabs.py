"""Tabs, visits and acts: what the book holds about one ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tandem.collision.presence.report import Report
from tandem.collision.presence.times import LEASE


class Claim(NamedTuple):
    """To answer this ticket: the highest rank has the lease, then the oldest. Taking over is a claim of a higher rank."""

    rank: int
    since: int
    taken_from: int | None = None


@dataclass(slots=True)
class Tab:
    """One tab (or device) of somebody on one ticket. `heard` and `wrote` are this node's steady milliseconds."""

    key: str
    node: str
    person: int
    report: Report
    heard: int
    wrote: int
    reply_since: int | None = None
    note_since: int | None = None
    claim: Claim | None = None
    #: Until then the claim holds without any typing: it was just taken, or somebody asked for a while. Steady milliseconds.
    held_until: int = 0
    lost: bool = False

    def claims(self, steady: int) -> bool:
        """Whether its claim holds: a reply was begun and somebody has typed in it lately, or it is held."""
        if self.claim is None:
            return False
        typing = self.report.writing == "reply" or (self.report.reply and steady - self.wrote < LEASE)
        return typing or steady < self.held_until


@dataclass(slots=True)
class Visit:
    """One person on one ticket, however many tabs: from the first to the last of them. Times are wall milliseconds."""

    since: int
    left_at: int | None = None
    #: Steady milliseconds at which others are told of the leave; None once they were, or while the person is there.
    tell_left: int | None = None
    told: bool = False
    #: Whether others were told that a reply is being drafted, in this editing session.
    drafting: bool = False


class Act(NamedTuple):
    """Something that only presence knows. The same act has the same id on every node."""

    id: str
    person: int
    act: str
    at: int


@dataclass(slots=True)
class Desk:
    """Everybody on one ticket."""

    tabs: dict[str, Tab] = field(default_factory=dict)
    visits: dict[int, Visit] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    #: The key of the tab that had the lease when it was last looked at.
    shown_holder: str | None = None

    def tabs_of(self, person: int) -> list[Tab]:
        """The tabs of one person."""
        return [tab for tab in self.tabs.values() if tab.person == person]

    def holder(self, steady: int) -> Tab | None:
        """The tab that has the lease, if any."""
        claiming = [tab for tab in self.tabs.values() if tab.claims(steady)]
        return min(claiming, key=_precedence, default=None)


def _precedence(tab: Tab) -> tuple[Any, ...]:
    assert tab.claim is not None
    return -tab.claim.rank, tab.claim.since, tab.person, tab.key


def first_of(order: tuple[str, ...], found: Iterable[str | None]) -> str | None:
    """The first of `order` that is among `found`."""
    known = set(found)
    return next((one for one in order if one in known), None)
