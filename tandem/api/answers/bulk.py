"""Shapes of what was done to many tickets at once."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer


class BulkResult(Answer):
    """How it went with one ticket; `change_id` names what was done, for taking it back. Of what the caller does
    not see, or is gone, only the name is known by which it was asked for."""

    id: str | None
    number: int | None
    outcome: Literal["done", "skipped", "failed"]
    change_id: str | None
    code: str | None
    reason: str | None


class BulkShown(Answer):
    """A result for each ticket, in the order asked for, and how many of each."""

    results: list[BulkResult]
    done: int
    skipped: int
    failed: int
