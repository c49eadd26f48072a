"""How a desk looks to those who are at it, and in a row of the list. Always whole: the newest replaces what was known."""

from __future__ import annotations

from typing import Any, Final

from tandem.collision.presence.report import LOOKING, WRITING
from tandem.collision.presence.tabs import Desk, Tab, first_of
from tandem.collision.presence.times import LEASE
from tandem.infra.clock import isoformat

#: What a row shows of somebody, what matters most first.
_ROW_ORDER: Final = ("pen", "note", "pencil", "draft", "eye")
_OF_WRITING: Final = {"reply": "pen", "note": "note", "field": "pencil"}


def state_of(ticket: int, desk: Desk, steady: int, wall: int) -> dict[str, Any]:
    """The message for the room `presence:ID`."""
    there = {person: desk.tabs_of(person) for person in desk.visits}
    active = sorted(person for person, tabs in there.items() if tabs)
    gone = sorted((one for one in there if not there[one]), key=lambda one: -(desk.visits[one].left_at or 0))
    return {
        "type": "presence",
        "ticket": str(ticket),
        "people": [
            *(_present(desk, person, there[person]) for person in active),
            *(_left(desk, person) for person in gone),
        ],
        "lease": _lease(desk, steady, wall),
        "acts": [
            {"id": act.id, "person": str(act.person), "act": act.act, "at": isoformat(act.at)}
            for act in sorted(desk.acts.values(), key=lambda act: act.at)
        ],
        "now": isoformat(wall),
    }


def row_of(ticket: int, desk: Desk, steady: int) -> dict[str, Any]:
    """The message for the room `row:ID`. Whoever looks elsewhere is not shown there."""
    holder = desk.holder(steady)
    people = []
    for person in sorted({tab.person for tab in desk.tabs.values()}):
        tabs = desk.tabs_of(person)
        shows = first_of(_ROW_ORDER, (_glyph(tab) for tab in tabs))
        if shows is not None:
            faded = all(tab.report.looking != "viewing" for tab in tabs)
            leased = holder is not None and holder.person == person
            people.append({"person": str(person), "shows": shows, "faded": faded, "leased": leased})
    return {"type": "row", "ticket": str(ticket), "people": people}


def _glyph(tab: Tab) -> str | None:
    if tab.report.writing is not None:
        return _OF_WRITING[tab.report.writing]
    if tab.report.reply:
        return "draft"
    return None if tab.report.looking == "elsewhere" else "eye"


def _present(desk: Desk, person: int, tabs: list[Tab]) -> dict[str, Any]:
    reports = [tab.report for tab in tabs]
    writing = first_of(WRITING, (report.writing for report in reports))
    field = next((report.field for report in reports if report.field), None)
    return {
        "person": str(person),
        "state": first_of(LOOKING, (report.looking for report in reports)),
        "writing": writing,
        "field": field if writing == "field" else None,
        "reply_since": _earliest(tab.reply_since for tab in tabs),
        "note_since": _earliest(tab.note_since for tab in tabs),
        "since": isoformat(desk.visits[person].since),
        "left_at": None,
    }


def _left(desk: Desk, person: int) -> dict[str, Any]:
    visit = desk.visits[person]
    nothing = dict.fromkeys(("writing", "field", "reply_since", "note_since"))
    left_at = isoformat(visit.left_at or visit.since)
    return {"person": str(person), "state": "left", **nothing, "since": isoformat(visit.since), "left_at": left_at}


def _lease(desk: Desk, steady: int, wall: int) -> dict[str, Any] | None:
    holder = desk.holder(steady)
    if holder is None or holder.claim is None:
        return None
    taken_from = holder.claim.taken_from
    return {
        "person": str(holder.person),
        "since": isoformat(holder.claim.since),
        "taken_from": None if taken_from is None else str(taken_from),
        # Only what somebody asked for is worth telling; what was just taken is typed in by then.
        "held_until": isoformat(wall + holder.held_until - steady) if holder.held_until - steady > LEASE else None,
    }


def _earliest(times: Any) -> str | None:
    known = [time for time in times if time is not None]
    return isoformat(min(known)) if known else None
