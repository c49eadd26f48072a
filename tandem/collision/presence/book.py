"""The book: who is where, by what tabs report and what other nodes say. It knows no sockets, no clock and no database.

Whoever is asked is this node for its own tabs: it decides since when somebody is there and what acts that makes, and says so to
the other nodes in words, which they write down as they are. So all books agree as soon as all words have arrived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tandem.collision.presence import times
from tandem.collision.presence.moment import Moment
from tandem.collision.presence.report import Report
from tandem.collision.presence.tabs import Act, Claim, Desk, Tab, Visit
from tandem.infra.rooms import Leaving

#: A word for the other nodes: JSON that `Book.heard` understands.
Word = dict[str, Any]


class Book:
    """Not thread-safe by itself. `changed` collects the tickets that look different than when it was last emptied; `words` what
    the other nodes have to hear."""

    def __init__(self, node: str) -> None:
        self.node = node
        self.desks: dict[int, Desk] = {}
        self.changed: set[int] = set()
        self.words: list[Word] = []

    def desk(self, ticket: int) -> Desk:
        """Everybody on a ticket; an empty desk where nobody was."""
        return self.desks.get(ticket) or Desk()

    # --- what the tabs of this node do

    def here(self, key: str, person: int, ticket: int, report: Report, now: Moment) -> None:
        """A tab says what it does; the same again is a heartbeat."""
        desk = self.desks.setdefault(ticket, Desk())
        tab = desk.tabs.get(key)
        if tab is not None and tab.report == report and not tab.lost:
            tab.heard = now.steady
            if self._wrote(tab, now):
                self._say_tab(desk, ticket, tab, now)
            return
        if tab is None:
            tab = self._arrive(desk, key, person, ticket, now)
        self._take_down(desk, ticket, tab, report, now)
        self._say_tab(desk, ticket, tab, now)

    def gone(self, key: str, ticket: int, how: Leaving, now: Moment) -> None:
        """A tab of this node is out of the ticket's room."""
        desk = self.desks.get(ticket)
        tab = None if desk is None else desk.tabs.get(key)
        if desk is None or tab is None:
            return
        if how == "lost":
            # It stays until its lifetime is over: most are back before anybody noticed. But nobody types in it.
            tab.report, tab.lost = replace(tab.report, writing=None, field=None), True
            self._say_tab(desk, ticket, tab, now)
            return
        self._remove(desk, ticket, tab, now.wall)
        self._away(desk, ticket, tab.person, None if how == "left" else now.steady + times.RELOADING)

    def withdraw(self, person: int, now: Moment) -> None:
        """Strike out every tab of a person on this node, as if they had left everything."""
        for ticket, desk in list(self.desks.items()):
            for tab in desk.tabs_of(person):
                if tab.node == self.node:
                    self.gone(tab.key, ticket, "left", now)

    def take_lease(self, key: str, ticket: int, now: Moment) -> bool:
        """The person of this tab takes the lease over, with one click; False when they are not there."""
        desk = self.desks.get(ticket)
        tab = None if desk is None else desk.tabs.get(key)
        if desk is None or tab is None:
            return False
        holder = desk.holder(now.steady)
        if holder is None or holder.person != tab.person:
            self._give(desk, ticket, tab, now, times.TAKEN)
        return True

    def give_lease(self, person: int, ticket: int, now: Moment, hold: int = times.TAKEN) -> None:
        """Colleagues have agreed that this person answers; it is theirs for at least `hold` milliseconds. On another node than the
        person's this does nothing: the agreement is told to all."""
        desk = self.desks.get(ticket)
        tabs = [] if desk is None else [tab for tab in desk.tabs_of(person) if tab.node == self.node]
        if desk is not None and tabs:
            self._give(desk, ticket, max(tabs, key=lambda tab: tab.report.reply), now, hold)

    def free_lease(self, person: int, ticket: int, now: Moment) -> None:
        """Whoever does not answer a colleague for long holds nobody up: their claim ends until they type again."""
        desk = self.desks.get(ticket)
        for tab in [] if desk is None else desk.tabs_of(person):
            if desk is not None and tab.node == self.node and tab.claim is not None and tab.report.writing != "reply":
                tab.claim, tab.held_until = None, 0
                self._say_tab(desk, ticket, tab, now)

    def carry_out(self, order: Mapping[str, Any], now: Moment) -> None:
        """What colleagues agreed on, on this node or another: {"do": "give" | "free", "person", "ticket", "hold"}."""
        if order["do"] == "give":
            self.give_lease(order["person"], order["ticket"], now, order["hold"])
        else:
            self.free_lease(order["person"], order["ticket"], now)

    def expire(self, now: Moment) -> None:
        """What time alone changes: lifetimes, leaves that are told late, leases, and what is forgotten."""
        for ticket, desk in list(self.desks.items()):
            for tab in list(desk.tabs.values()):
                if tab.node == self.node and now.steady - tab.heard >= times.LIFETIME:
                    self._remove(desk, ticket, tab, now.wall - (now.steady - tab.heard))
                    self._away(desk, ticket, tab.person, None)
            self._expire_visits(desk, ticket, now)
            tab_with_lease = desk.holder(now.steady)
            holder = None if tab_with_lease is None else tab_with_lease.key
            if desk.shown_holder != holder:
                desk.shown_holder = holder
                self.changed.add(ticket)
            if not desk.tabs and not desk.visits:
                del self.desks[ticket]

    # --- what other nodes say

    def heard(self, node: str, word: Mapping[str, Any], now: Moment) -> None:
        """Write down a word of another node."""
        ticket = word["ticket"]
        desk = self.desks.setdefault(ticket, Desk())
        self.changed.add(ticket)
        if word["w"] == "act":
            act = Act(*word["act"])
            desk.acts[act.id] = act
            if act.act == "left" and not desk.tabs_of(act.person) and act.person in desk.visits:
                desk.visits[act.person].told = True
        elif word["w"] == "gone":
            desk.tabs.pop(word["key"], None)
            visit = desk.visits.setdefault(word["person"], Visit(word["since"]))
            if not desk.tabs_of(word["person"]):
                visit.left_at = word["at"]
        else:
            self._write_down(desk, node, word, now)

    def forget_node(self, node: str, now: Moment) -> None:
        """Another node has died, or has to tell everything anew: nobody on it is there any more."""
        for ticket, desk in self.desks.items():
            for tab in [tab for tab in desk.tabs.values() if tab.node == node]:
                del desk.tabs[tab.key]
                self.changed.add(ticket)
                visit = desk.visits.get(tab.person)
                if visit is not None and not desk.tabs_of(tab.person):
                    visit.left_at, visit.tell_left = now.wall, now.steady + times.RELOADING

    def everything(self, now: Moment) -> Iterator[Word]:
        """All that this node knows of its own tabs, and of who was there, for one that has missed words."""
        for ticket, desk in self.desks.items():
            for tab in desk.tabs.values():
                if tab.node == self.node:
                    yield self._tab_word(desk, ticket, tab, now)
            for person, visit in desk.visits.items():
                if visit.left_at is not None:
                    yield _gone_word(ticket, "", person, visit, visit.left_at)
            for act in desk.acts.values():
                yield {"w": "act", "ticket": ticket, "act": list(act)}

    # --- inside

    def _arrive(self, desk: Desk, key: str, person: int, ticket: int, now: Moment) -> Tab:
        """A tab that is new here. What the person had in one that was cut off goes on in it."""
        visit = desk.visits.get(person)
        before = [tab for tab in desk.tabs_of(person) if tab.lost]
        if visit is None or not _goes_on(visit, now):
            visit = desk.visits[person] = Visit(now.wall)
            self._act(desk, ticket, Act(f"v{person}.{now.wall}", person, "viewed", now.wall))
        visit.left_at = visit.tell_left = None
        visit.told = False
        tab = desk.tabs[key] = Tab(key, self.node, person, Report(), now.steady, now.steady)
        for old in before:
            tab.claim, tab.wrote = tab.claim or old.claim, min(tab.wrote, old.wrote)
            tab.held_until = max(tab.held_until, old.held_until)
            tab.report = replace(tab.report, reply=tab.report.reply or old.report.reply)
            tab.reply_since, tab.note_since = old.reply_since, old.note_since
            self._remove(desk, ticket, old, now.wall)
        return tab

    def _take_down(self, desk: Desk, ticket: int, tab: Tab, report: Report, now: Moment) -> None:
        # The end of typing is typing as well: until then keys were pressed.
        self._wrote(tab, now)
        was_open = tab.report.reply
        tab.report, tab.heard, tab.lost = report, now.steady, False
        tab.reply_since = (tab.reply_since or now.wall) if report.reply else None
        tab.note_since = (tab.note_since or now.wall) if report.note else None
        if was_open and not report.reply:
            tab.claim, tab.held_until = None, 0
        elif report.reply and not was_open and tab.claim is None:
            tab.claim, tab.wrote = Claim(0, now.wall), now.steady
        self._wrote(tab, now)
        visit = desk.visits[tab.person]
        if report.writing == "reply" and not visit.drafting:
            visit.drafting = True
            at = tab.reply_since or now.wall
            self._act(desk, ticket, Act(f"d{tab.person}.{at}", tab.person, "drafted", now.wall))
        elif not any(one.report.reply for one in desk.tabs_of(tab.person)):
            visit.drafting = False

    def _wrote(self, tab: Tab, now: Moment) -> bool:
        """While a reply is typed the claim renews itself. Whoever types again after it ended begins a new one, behind those who
        have one meanwhile; True then."""
        if tab.report.writing != "reply":
            return False
        ended = tab.claim is None or now.steady - tab.wrote >= times.LEASE
        if ended:
            tab.claim = Claim(0, now.wall)
        tab.wrote = now.steady
        return ended

    def _give(self, desk: Desk, ticket: int, tab: Tab, now: Moment, hold: int) -> None:
        holder = desk.holder(now.steady)
        before = None if holder is None or holder.person == tab.person else holder.person
        ranks = [one.claim.rank for one in desk.tabs.values() if one.claim is not None]
        tab.claim = Claim(max(ranks, default=-1) + 1, now.wall, before)
        tab.wrote, tab.held_until = now.steady, now.steady + hold
        if before is not None:
            self._act(desk, ticket, Act(f"t{tab.person}.{now.wall}", tab.person, "took_over", now.wall))
        self._say_tab(desk, ticket, tab, now)

    def _remove(self, desk: Desk, ticket: int, tab: Tab, at: int) -> None:
        """Strike a tab of this node out. `at`: wall milliseconds when it was there for the last time."""
        del desk.tabs[tab.key]
        visit = desk.visits[tab.person]
        if not desk.tabs_of(tab.person):
            visit.left_at = at
        self.changed.add(ticket)
        self.words.append(_gone_word(ticket, tab.key, tab.person, visit, at))

    def _away(self, desk: Desk, ticket: int, person: int, tell: int | None) -> None:
        """Nobody may be there any more of this person. `tell`: when others are told, steady milliseconds; None is at once."""
        visit = desk.visits[person]
        if visit.left_at is None:
            return
        visit.tell_left = tell
        if tell is None:
            self._tell_left(desk, ticket, person, visit)

    def _tell_left(self, desk: Desk, ticket: int, person: int, visit: Visit) -> None:
        visit.tell_left, visit.drafting, visit.told = None, False, True
        self._act(desk, ticket, Act(f"l{person}.{visit.since}", person, "left", visit.left_at or visit.since))

    def _expire_visits(self, desk: Desk, ticket: int, now: Moment) -> None:
        for person, visit in list(desk.visits.items()):
            if visit.tell_left is not None and visit.tell_left <= now.steady:
                self._tell_left(desk, ticket, person, visit)
            if visit.left_at is not None and now.wall - visit.left_at >= times.REMEMBERED:
                del desk.visits[person]
                self.changed.add(ticket)
        for act in [act for act in desk.acts.values() if now.wall - act.at >= times.REMEMBERED]:
            del desk.acts[act.id]

    def _act(self, desk: Desk, ticket: int, act: Act) -> None:
        desk.acts[act.id] = act
        self.changed.add(ticket)
        self.words.append({"w": "act", "ticket": ticket, "act": list(act)})

    def _write_down(self, desk: Desk, node: str, word: Mapping[str, Any], now: Moment) -> None:
        person, report = word["person"], Report(*word["report"])
        visit = desk.visits.setdefault(person, Visit(word["since"]))
        visit.since, visit.left_at, visit.tell_left, visit.told = word["since"], None, None, False
        visit.drafting = word["drafting"]
        # Ages travel, not times: the clocks of nodes need not agree.
        wrote = now.steady - word["wrote_ago"]
        claim = None if word["claim"] is None else Claim(*word["claim"])
        since = word["reply_since"], word["note_since"]
        held_until = now.steady + word["held_for"]
        desk.tabs[word["key"]] = Tab(word["key"], node, person, report, now.steady, wrote, *since, claim, held_until)

    def _say_tab(self, desk: Desk, ticket: int, tab: Tab, now: Moment) -> None:
        self.changed.add(ticket)
        self.words.append(self._tab_word(desk, ticket, tab, now))

    def _tab_word(self, desk: Desk, ticket: int, tab: Tab, now: Moment) -> Word:
        return {
            "w": "tab",
            "ticket": ticket,
            "key": tab.key,
            "person": tab.person,
            "report": tab.report.packed(),
            "since": desk.visits[tab.person].since,
            "reply_since": tab.reply_since,
            "note_since": tab.note_since,
            "claim": None if tab.claim is None else list(tab.claim),
            "wrote_ago": now.steady - tab.wrote,
            "held_for": max(0, tab.held_until - now.steady),
            "drafting": desk.visits[tab.person].drafting,
        }


def _goes_on(visit: Visit, now: Moment) -> bool:
    """Whether somebody who comes has not been away for others: another tab is there, or nobody was told and it was short."""
    return visit.left_at is None or (not visit.told and now.wall - visit.left_at < times.SAME_VISIT)


def _gone_word(ticket: int, key: str, person: int, visit: Visit, at: int) -> Word:
    return {"w": "gone", "ticket": ticket, "key": key, "person": person, "since": visit.since, "at": at}
