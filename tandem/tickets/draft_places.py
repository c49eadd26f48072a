"""Where a draft is, and what writing there asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tandem.tickets.models import Draft

KINDS: Final = ("reply", "note")
#: Kind -> the right that writing it asks for.
RIGHTS: Final[Mapping[str, str]] = {"reply": "tickets.reply", "note": "tickets.note"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft is: on this ticket, of this kind, in this further conversation (0: the ticket's first)."""

    ticket_id: int
    kind: str
    conversation: int = 0

    def of(self, author_id: int) -> Mapping[str, Any]:
        """The key of one author's draft here."""
        return {
            "ticket_id": self.ticket_id,
            "kind": self.kind,
            "conversation_id": self.conversation,
            "author_id": author_id,
        }


def place_of(draft: Draft) -> Place:
    """Where a stored draft is."""
    return Place(draft.ticket_id, draft.kind, draft.conversation_id)
