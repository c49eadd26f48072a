"""Pointers for drafts: those who have the ticket open hear that somebody began to write, rests, or writes no more.

They carry no text: whoever hears one fetches through the API, which knows what the department lets them read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Final

from django.db import transaction

from tandem.infra import rooms
from tandem.infra.resting import Resting
from tandem.tickets.models import Draft, Ticket

#: Between two words about the same text that goes on changing.
EVERY_MS: Final = 10_000
_resting: Final = Resting(EVERY_MS)


def tell(ticket_id: int) -> None:
    """After commit: whose drafts are there, or in whose hands, has changed."""
    transaction.on_commit(partial(_say, _word(ticket_id), ticket_id), robust=True)


def tell_begun(draft: Draft) -> None:
    """After commit: somebody began to write."""
    _resting.said(draft.id)
    tell(draft.ticket_id)


def tell_changed(draft: Draft) -> None:
    """After commit, and not for every save: a text has changed. Its author, who knows, is named, so that their own screens do
    not ask."""
    word = _word(draft.ticket_id) | {"author": str(draft.author_id)}
    say = partial(_say, word, draft.ticket_id)
    transaction.on_commit(partial(_resting.changed, draft.id, say), robust=True)


def _word(ticket_id: int) -> dict[str, Any]:
    return {"type": "drafts", "ticket": str(ticket_id), "number": _number(ticket_id)}


def _say(word: Mapping[str, Any], ticket_id: int) -> None:
    rooms.tell(f"ticket:{ticket_id}", word)


# A number is given once and never changes.
@lru_cache(maxsize=4096)
def _number(ticket_id: int) -> int:
    return Ticket._base_manager.values_list("number", flat=True).get(id=ticket_id)
