"""Through whose hands a text went that comes back after it was sent or scheduled: its name leads to those who wrote it."""

from __future__ import annotations

from typing import Final

from tandem.infra.ids import new_id
from tandem.tickets.draft_places import Place
from tandem.tickets.models import Message, ScheduledReply

#: Begin the client_id of a composition that came back.
_TAKEN_BACK: Final = "taken-back-"
_SCHEDULED: Final = "scheduled-"


def client_id_of_taken_back(message_id: int) -> str:
    """A new name for a composition that was taken back: those who wrote it go on with it."""
    return f"{_TAKEN_BACK}{message_id:x}-{new_id():x}"


def client_id_of_scheduled(scheduled_id: int) -> str:
    """The name of the composition that a scheduled reply becomes when it comes back: when that is sent, the row is done with."""
    return f"{_SCHEDULED}{scheduled_id:x}"


def scheduled_of(client_id: str) -> int | None:
    """The id of the scheduled reply that came back as this composition, if it is one."""
    return _hexadecimal(client_id.removeprefix(_SCHEDULED)) if client_id.startswith(_SCHEDULED) else None


def hands_of(place: Place, author_id: int, client_id: str) -> list[str]:
    """Ids of those who had a text of this author's before it was sent or scheduled and came back; empty for what did not, and
    without asking the database for it."""
    for head, model in ((_TAKEN_BACK, _of_message), (_SCHEDULED, _of_scheduled)):
        if client_id.startswith(head):
            found = _hexadecimal(client_id.removeprefix(head).partition("-")[0])
            return [] if found is None else model(place, author_id, found)
    return []


def _hexadecimal(text: str) -> int | None:
    """An id as it is written in a name; a program may write anything there."""
    if not text.isalnum() or len(text) > 16:
        return None
    try:
        value = int(text, 16)
    except ValueError:
        return None
    return value if value < 1 << 63 else None


def _of_message(place: Place, author_id: int, message_id: int) -> list[str]:
    mine = Message.objects.filter(id=message_id, shown_in_id=place.ticket_id, author_id=author_id)
    return list(mine.values_list("writers", flat=True).first() or [])


def _of_scheduled(place: Place, author_id: int, scheduled_id: int) -> list[str]:
    mine = ScheduledReply.objects.filter(id=scheduled_id, ticket_id=place.ticket_id, author_id=author_id)
    content = mine.values_list("content", flat=True).first() or {}
    return list(content.get("writers", ()))
