"""One mail of the corpus: its octets, what it is an example of, and what Tandem must make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: What every mail of the corpus is an example of; `test_coverage.py` asks for each value that the axes promise.
AXES = ("client", "language", "kind", "machine", "bounce", "spoof", "broken")

OUR_ID = "<our-17.reply@desk.example>"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """`sees` are pieces of the visible text, `folds` of the quoted text and not of the visible one, `signs` of the signature.

    `files` are (name, type) of all attachments in order, `failures` (address, permanent), `problems` all of them in any
    order. `reason` is the first reason of the parser's decision. `decision` is what becomes of the mail: an action of
    `applying.decision`, with `:reason` for the quarantine, when `known` is what the database says.
    """

    name: str
    raw: bytes
    axes: dict[str, str]
    author: str | None = "kim@customer.example"
    subject: str | None = None
    sees: tuple[str, ...] = ()
    folds: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    is_a: str = "ordinary"
    reason: str = ""
    bounce_for: str | None = None
    failures: tuple[tuple[str, bool], ...] = ()
    problems: tuple[str, ...] = ()
    decision: str = ""
    known: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name
