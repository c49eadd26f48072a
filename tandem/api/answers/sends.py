"""Shapes of what leaves by other doors than the composer's button, and of moves."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.tickets import TicketPage


class MovedShown(Answer):
    """A ticket after it was moved. `change_id` is what to undo, null when it was there already; `visible` says whether the mover
    still sees it."""

    ticket: TicketPage
    change_id: str | None
    visible: bool
