"""Files that sample customers enclose, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tandem.infra.storage import storage
from tandem.sample_data.drawing import card_statement, pdf
from tandem.tickets.commands.parts import File


def _invoice() -> bytes:
    lines = ("INVOICE 2291", "To: 14 Old Mill Road", "", "12  Desk lamp, black", "", "Payable within 14 days")
    return pdf(lines)


def _statement() -> bytes:
    return card_statement((("09:44", "-89,00"), ("09:41", "-89,00"), ("08:12", "-4,20")))


_MADE: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "invoice-2291.pdf": ("application/pdf", _invoice),
    "statement.png": ("image/png", _statement),
}


def enclosed(name: str) -> File:
    """A file of this name, stored."""
    kind, make = _MADE[name]
    content = make()
    return File(name, kind, len(content), storage().put(content))
