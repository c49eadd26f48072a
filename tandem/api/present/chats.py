"""How talks of colleagues look in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tandem.collision.models import Chat, ChatLine
from tandem.infra.clock import isoformat
from tandem.people.actors import StaffActor

#: Lines of one answer; older ones are fetched by `before`.
LINES = 100


def chat(actor: StaffActor, found: Chat, lines: Sequence[ChatLine], more: bool) -> dict[str, Any]:
    """One talk with its newest lines, oldest first."""
    members = list(found.members.order_by("joined_at", "id"))
    mine = next((one for one in members if one.person_id == actor.me), None)
    return {
        "id": str(found.id),
        "ticket": {"id": str(found.ticket_id), "number": found.ticket.number, "subject": found.ticket.subject},
        "group": found.pair == "",
        "members": [{"person_id": str(one.person_id), "inside": one.left_at is None} for one in members],
        "inside": mine is not None and mine.left_at is None,
        "ended": found.ended_at is not None,
        "read_up_to": str(mine.read_up_to) if mine is not None else "0",
        "lines": [line(one) for one in lines],
        "more": more,
    }


def line(found: ChatLine) -> dict[str, Any]:
    """One line. `answer` is that of a move."""
    return {
        "id": str(found.id),
        "person_id": str(found.person_id),
        "kind": found.kind,
        "text": found.text,
        "at": isoformat(found.at),
        "answer": found.answer or None,
        "answered_by_id": None if found.answered_by_id is None else str(found.answered_by_id),
    }


def whole(actor: StaffActor, found: Chat, before: int | None = None) -> dict[str, Any]:
    """A talk with its newest lines, or with those before one of them."""
    rows = found.lines.order_by("-id") if before is None else found.lines.filter(id__lt=before).order_by("-id")
    newest = list(rows[: LINES + 1])
    return chat(actor, found, newest[:LINES][::-1], len(newest) > LINES)


def several(actor: StaffActor, found: Iterable[Chat]) -> dict[str, Any]:
    """A list of them."""
    return {"results": [whole(actor, one) for one in found]}
