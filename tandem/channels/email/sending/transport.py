"""How a written mail leaves: what every way of leaving must tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in its envelope: one recipient, however many the header names. `raw` has CRLF line ends. It leaves by the way of
    `mailbox_id`."""

    delivery_id: int
    ticket_id: int
    envelope_from: str
    recipient: str
    subject: str
    raw: bytes
    mailbox_id: int | None = None


class Rejected(Exception):
    """Refused for good; the text is the other side's."""


class Deferred(Exception):
    """Not taken, certainly, and worth another attempt."""


class InDoubt(Exception):
    """It may have been taken: the connection was lost after the final dot."""


class Transport(Protocol):
    """Hands a letter over. Returning means: taken. Raises Rejected, Deferred or InDoubt."""

    def deliver(self, letter: Letter) -> None: ...
