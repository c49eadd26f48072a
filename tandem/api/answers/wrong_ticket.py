"""Shapes of messages that were moved."""

from __future__ import annotations

from tandem.api.answers.base import Answer


class MovedMessages(Answer):
    """The number of the ticket where messages were moved to, and how many."""

    to: int
    moved: int
