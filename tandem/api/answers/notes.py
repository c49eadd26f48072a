"""Shapes of the texts that a note had."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.tickets import Named


class NoteText(Answer):
    """A text that a note has or had. The newest is the present one."""

    revision: int
    text: str
    html: str | None
    author: Named | None
    at: str


class NoteTextList(Answer):
    """All texts of a note, the newest first."""

    results: list[NoteText]
