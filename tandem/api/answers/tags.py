"""Shapes of tags."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.tickets import Named


class TagShown(Answer):
    """A tag, and on how many tickets that the viewer sees."""

    tag: str
    count: int


class TagList(Answer):
    """Tags, the most used first; `recent` are those that were given last."""

    results: list[TagShown]
    recent: list[str]


class TagReplacementShown(Answer):
    """That one tag is being replaced by another: in `total` tickets it stood when it began, in `left` of them it still does.
    `over` is whether the work is done; what is left then could not be changed."""

    id: str
    tag: str
    by: str
    total: int
    left: int
    over: bool
    person: Named | None
    at: str


class TagReplacementList(Answer):
    """The newest first."""

    results: list[TagReplacementShown]
